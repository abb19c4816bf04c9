package export

// counted says what the numbers of feature j are, if its column holds dates.
func counted(dates []string, j int) string {
	if dates == nil {
		return ""
	}
	return map[string]string{
		"days":        " in days since 1970-01-01",
		"seconds":     " in seconds since 1970-01-01T00:00",
		"seconds-utc": " in seconds since 1970-01-01T00:00Z",
	}[dates[j]]
}
