// Writes the Node SDK of a Pulumi package as `pulumi package add` does with the official language host, which cannot
// be had as a Go module. What happens to the schema on the way follows the CLI's InstallPackage and the host's
// GeneratePackage.
//
//	pulumi package get-schema PLUGIN [PARAMETER...] >schema.json
//	sdk schema.json FOLDER
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(schemaFile, folder string) error {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	pkg, err := bind(text)
	if err != nil {
		return err
	}
	// A local package has its own version and module paths. The host is then given the schema as text again.
	pkg.SupportPack = true
	if text, err = pkg.MarshalJSON(); err != nil {
		return err
	}
	if pkg, err = bind(text); err != nil {
		return err
	}
	// The first argument names the generator in the header of every file.
	files, err := nodejs.GeneratePackage("pulumi-language-nodejs", pkg, nil, nil, true, nil)
	if err != nil {
		return err
	}
	for name, content := range files {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func bind(text []byte) (*schema.Package, error) {
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, fmt.Errorf("the schema cannot be read: %w", err)
	}
	options := schema.ValidationOptions{AllowDanglingReferences: true}
	pkg, diagnostics, err := schema.BindSpec(spec, schema.NewNullLoader(), options)
	if err != nil {
		return nil, err
	}
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	return pkg, nil
}
