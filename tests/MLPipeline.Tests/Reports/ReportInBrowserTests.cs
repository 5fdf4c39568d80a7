using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Reports;

public sealed class ReportInBrowserTests : IDisposable
{
    private const string FirstTable = "table.sortable >> nth=0";

    private readonly TempFolder _folder = new();
    private readonly string _report;

    public ReportInBrowserTests()
    {
        _report = _folder["out/report.html"];
        HtmlReport.Write(_report, new()
        {
            Title = "A run",
            Subtitle = "made by a test",
            Categories =
            [
                MadeResults.Category(_folder, "bolt", shift: 0.5),
                MadeResults.Category(_folder, "plate", shift: 2.5),
                MadeResults.Category(_folder, "empty", shift: 0, withAnomalies: false, withMaps: false),
                MadeResults.Category(_folder, "nut", shift: 1, withMaps: false),
            ],
        });
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_report_opens_from_disk_without_errors_and_fetches_nothing()
    {
        await using var browser = await Browser.OpenAsync(_report);

        var images = await browser.Page.EvaluateAsync<int>(
            "async () => { const all = [...document.images]; all.forEach(i => i.loading = 'eager'); await Promise.all(all.map(i => i.decode())); return all.length; }");

        // Twenty photos in three categories and ten where nothing is anomalous; two categories have maps.
        Assert.Equal(70 + 40, images);
        Assert.Empty(browser.Problems);
        Assert.All(browser.Requests, url => Assert.True(url == new Uri(_report).AbsoluteUri || url.StartsWith("data:", StringComparison.Ordinal), url));
        Assert.Equal(1 + (3 * 4) + 1, await browser.Page.Locator("svg[role=img]").CountAsync());
    }

    [Fact]
    public async Task Tables_are_sorted_by_mouse_and_by_keyboard_and_missing_values_stay_last()
    {
        await using var browser = await Browser.OpenAsync(_report);
        var table = browser.Page.Locator(FirstTable);
        var auroc = table.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "AUROC" });

        Assert.Equal(["bolt", "plate", "empty", "nut"], await Names());
        await auroc.ClickAsync();
        Assert.Equal(["plate", "nut", "bolt", "empty"], await Names());
        Assert.Equal("descending", await table.Locator("th[aria-sort]").GetAttributeAsync("aria-sort"));
        await auroc.FocusAsync();
        await browser.Page.Keyboard.PressAsync("Enter");
        Assert.Equal(["bolt", "nut", "plate", "empty"], await Names());
        await table.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Category" }).PressAsync("Space");
        Assert.Equal(["bolt", "empty", "nut", "plate"], await Names());
        Assert.Equal(1, await table.Locator("th[aria-sort]").CountAsync());

        async Task<IReadOnlyList<string>> Names() => await table.Locator("tbody th").AllInnerTextsAsync();
    }

    [Fact]
    public async Task Dark_readers_get_a_dark_page_with_light_charts()
    {
        await using var light = await Browser.OpenAsync(_report);
        await using var dark = await Browser.OpenAsync(_report, dark: true);

        Assert.Equal("rgb(255, 255, 255)", await Paper(light));
        Assert.Equal("rgb(20, 23, 28)", await Paper(dark));
        Assert.NotEqual(await Ink(light), await Ink(dark));

        static Task<string> Paper(Browser browser) => browser.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        static Task<string> Ink(Browser browser) => browser.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('svg text')).fill");
    }

    [Fact]
    public async Task The_page_fits_a_phone()
    {
        await using var browser = await Browser.OpenAsync(_report, width: 390);

        // Wide tables scroll in their own box, so the page itself does not.
        Assert.Equal(390, await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task A_comparison_opens_as_a_report_does()
    {
        var first = MadeResults.WriteRun(_folder, "first", MadeResults.Category(_folder, "plate", shift: 1));
        var second = MadeResults.WriteRun(_folder, "second", MadeResults.Category(_folder, "plate", shift: 1.2, seed: 2));
        var path = _folder["compare.html"];
        ComparisonWriter.WriteHtml(path, Comparison.Of([RunFolder.Read(first), RunFolder.Read(second)]));

        await using var browser = await Browser.OpenAsync(path, width: 390);

        Assert.Empty(browser.Problems);
        // Five of its own, and the further figure that these runs have: the tests' own.
        Assert.Equal(6, await browser.Page.Locator("table.sortable").CountAsync());
        Assert.Equal(1, await browser.Page.Locator("svg[role=img]").CountAsync());
        Assert.Equal(390, await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }
}
