package main

import "testing"

func TestParseBytes(t *testing.T) {
	for text, want := range map[string]int64{
		"1": 1, "1000": 1000, "2B": 2, "5k": 5000, "512MB": 512e6, "512MiB": 512 << 20, "1.5 GiB": 3 << 29, "2gib": 2 << 30, "1T": 1e12, "1TiB": 1 << 40,
	} {
		if got, ok := parseBytes(text); !ok || got != want {
			t.Errorf("parseBytes(%q) = %d, %t, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "B", "0", "0.5", "-1GB", "5XB", "GiB2", "1e30GB", "nan", "inf", "1 2", "5 iB", "5BM"} {
		if got, ok := parseBytes(text); ok {
			t.Errorf("parseBytes(%q) = %d, want a refusal", text, got)
		}
	}
}

func TestSigns(t *testing.T) {
	var got []int
	if err := signs(&got).Set("+-+"); err != nil || len(got) != 3 || got[0] != 1 || got[1] != -1 || got[2] != 1 {
		t.Errorf("got %v, %v", got, err)
	}
}
