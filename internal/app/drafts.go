package app

import (
	"os"
	"path/filepath"

	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
	"muster/policies"
)

// draftsFolder is where an operator lays down drafts of policy packs, a folder each:
// to ask what would follow from them. No act is ever judged by a draft.
const draftsFolder = "drafts"

// Drafts are the names of the drafts of the installation, in order.
func (a *App) Drafts() (out []string) {
	entries, err := os.ReadDir(filepath.Join(a.dir, draftsFolder))
	if err != nil {
		return nil // there are none
	}
	for _, e := range entries {
		if e.IsDir() && filepath.IsLocal(e.Name()) {
			out = append(out, e.Name())
		}
	}
	return out
}

// Draft loads a draft by its name.
func (a *App) Draft(name string) (*policy.Pack, error) {
	for _, known := range a.Drafts() {
		if known == name {
			return LoadPack(filepath.Join(a.dir, draftsFolder, name))
		}
	}
	return nil, fault.New(fault.Unknown, "policy.draft", "没有名为“{name}”的草案。", "There is no draft named {name}.", "name", name)
}

// LoadPack loads a policy pack by the name of a built-in one or by its folder.
func LoadPack(name string) (*policy.Pack, error) {
	files, err := policies.Open(name)
	if err != nil {
		return nil, err
	}
	return policy.Load(files)
}
