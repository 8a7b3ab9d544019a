// Command screenshots takes the pictures of the README from a running demo: make
// screenshots starts one and calls it.
package main

import (
	"context"
	"fmt"
	"log"
	"net/url"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"
)

// shot is one picture: who looks at which page, in which language, how wide.
type shot struct {
	file, login, path, lang string
	width, height           int64
}

var shots = []shot{
	{"worklist-en", "130102.county_officer.1", "/", "en", 1280, 900},
	{"worklist-zh", "130102.county_officer.1", "/", "zh", 1280, 900},
	{"dashboard-en", "13.leader.1", "/insight/funnel?unit=13", "en", 1280, 900},
	{"dashboard-zh", "13.leader.1", "/insight/funnel?unit=13", "zh", 1280, 900},
	{"dashboard-phone-zh", "13.leader.1", "/insight/funnel?unit=13", "zh", 360, 780},
	{"forecast-en", "13.leader.1", "/insight/forecast", "en", 1280, 900},
	{"forecast-zh", "13.leader.1", "/insight/forecast", "zh", 1280, 900},
	{"trend-en", "13.leader.1", "/insight/trend?by=education", "en", 1280, 900},
	{"trend-zh", "13.leader.1", "/insight/trend?by=education", "zh", 1280, 900},
	{"citizen-zh", "citizen", "/me", "zh", 360, 780},
	{"citizen-en", "citizen", "/me", "en", 360, 780},
	{"citizen-desktop-en", "citizen", "/me", "en", 1280, 900},
	{"list-en", "130102.county_officer.1", "/r/application", "en", 1280, 900},
	{"list-phone-zh", "130102.county_officer.1", "/r/application", "zh", 360, 780},
}

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: screenshots ADDRESS PASSWORD FOLDER")
	}
	base, password, folder := os.Args[1], os.Args[2], os.Args[3]
	ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(chromedp.ExecPath("/usr/bin/chromium"), chromedp.NoSandbox, chromedp.Headless))
	defer cancel()
	login := ""
	for _, s := range shots {
		if s.login != login {
			must(signIn(ctx, base, s.login, password))
			login = s.login
		}
		must(chromedp.Do(ctx, chromedp.EmulateViewport(s.width, s.height),
			chromedp.Navigate(base+"/lang?"+url.Values{"to": {s.lang}, "back": {s.path}}.Encode())))
		picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		must(err)
		must(os.WriteFile(filepath.Join(folder, s.file+".png"), picture, 0o644))
	}
}

func signIn(ctx context.Context, base, login, password string) error {
	if err := chromedp.Do(ctx, chromedp.Navigate(base+"/signin")); err != nil {
		return err
	}
	fill := fmt.Sprintf(`document.getElementById("login").value = %q; document.getElementById("password").value = %q; true`, login, password)
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](fill)); err != nil {
		return err
	}
	_, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS("main form button[type=submit]")))
	return err
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
