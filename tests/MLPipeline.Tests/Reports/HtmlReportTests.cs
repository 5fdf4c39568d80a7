using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MLPipeline.Pipelines;
using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Reports;

public sealed partial class HtmlReportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_shows_what_the_results_hold()
    {
        var result = MadeResults.Category(_folder, "plate", shift: 1);

        var html = Write(result);

        Assert.Contains($">{result.Figures.Auroc?.Estimate:0.000} <small>[", html);
        Assert.Contains($"<td class=\"wrong\">{result.Figures.AtThreshold.FalsePositives} <small>false alarms</small>", html);
        Assert.Contains($"<td class=\"wrong\">{result.Figures.AtThreshold.FalseNegatives} <small>missed</small>", html);
        Assert.Contains("conformal, target FPR 5 % <small>in the model</small>", html);
        Assert.Contains("best F1 on these photos <small>oracle</small>", html);
        Assert.Contains("noise_floor", html);
        Assert.Contains("packages.SkiaSharp", html);
        // Ten good and ten anomalous photos, each with its heat map.
        Assert.Equal(40, Images().Count(html));
    }

    [Fact]
    public void What_users_name_is_text_and_never_markup()
    {
        var result = MadeResults.Category(_folder, "a&b<i>", shift: 1, withMaps: false);

        var html = Write(result, "<script>alert(1)</script>");

        Assert.DoesNotContain("<script>alert", html);
        Assert.DoesNotContain("a&b<i>", html);
        Assert.Contains("<h2 id=\"c-a-b-i--title\">a&amp;b&lt;i&gt;</h2>", html);
    }

    [Fact]
    public void Nothing_in_the_page_points_outside_of_it()
    {
        var html = Write(MadeResults.Category(_folder, "plate", shift: 1));

        Assert.All(References().Matches(html), m => Assert.Matches("^(data:|#)", m.Groups[1].Value));
        Assert.DoesNotContain("@import", html);
        Assert.Contains("default-src 'none'", html);
    }

    [Fact]
    public void Every_picture_has_a_text_alternative()
    {
        var html = Write(MadeResults.Category(_folder, "plate", shift: 1));

        Assert.All(Images().Matches(html), m => Assert.Matches("alt=\"[^\"]{10,}\"", m.Value));
        var charts = Charts().Matches(html);
        Assert.Equal(5, charts.Count);
        Assert.All(charts, m => Assert.Matches("role=\"img\" aria-label=\"[^\"]{20,}\"", m.Value));
    }

    [Fact]
    public void A_category_without_anomalous_photos_has_no_curves_and_says_so()
    {
        var html = Write(MadeResults.Category(_folder, "plate", shift: 1, withAnomalies: false));

        Assert.Contains("AUROC n/a", html);
        Assert.DoesNotContain("ROC curve of plate", html);
        Assert.Contains("Histogram of the scores of plate", html);
    }

    [Fact]
    public void A_photo_that_is_gone_leaves_a_note_in_its_place()
    {
        var result = MadeResults.Category(_folder, "plate", shift: 1);
        File.Delete(WorstPhotos.Good(result.Test)[0].Photo.Path);

        var html = Write(result);

        Assert.Contains("cannot be shown", html);
        Assert.Equal(38, Images().Count(html));
    }

    [Fact]
    public void The_same_results_give_the_same_page()
    {
        var result = MadeResults.Category(_folder, "plate", shift: 1);

        Assert.Equal(Write(result), Write(result));
    }

    [Fact]
    public void A_run_without_results_still_has_a_report() => Assert.Contains("0 categories", Write());

    [Fact]
    public void The_history_of_a_search_is_drawn_and_its_best_trials_are_listed()
    {
        _folder.Write(
            "out/plate/trials.csv",
            "trial,objective,detector,rank,error\n0,1.5,patch-gaussian,64,\n1,,knn,,out of memory\n2,2.25,pca-residual,,\n");

        _folder.Write("out/plate/search.json", """{"is_proxy": true, "anomalies": 24, "held_out_good": 8}""");

        var html = Write(MadeResults.Category(_folder, "plate", shift: 1));

        Assert.Contains("The objective is a proxy: it was measured on 24 painted defects and 8 held-out good photos", html);
        Assert.Contains("Search on plate: 2 trials, the first reached 1.500, the best 2.250.", html);
        Assert.Contains("The best 2 of 3 trials of plate", html);
        Assert.Contains("pca-residual", html);
        Assert.DoesNotContain("out of memory", html);
    }

    private string Write(params CategoryResult[] results) => Write(results, "A run");

    private string Write(CategoryResult result, string title) => Write([result], title);

    private string Write(CategoryResult[] results, string title)
    {
        var path = _folder["out/report.html"];
        HtmlReport.Write(path, new()
        {
            Title = title,
            Subtitle = "made by a test",
            Categories = results,
            Pipeline = new PipelineOptions(),
            Record = new JsonObject { ["packages"] = new JsonObject { ["SkiaSharp"] = "2" } },
            Folder = _folder["out"],
        });
        return File.ReadAllText(path);
    }

    [GeneratedRegex("<img [^>]*>")]
    private static partial Regex Images();

    [GeneratedRegex("<svg [^>]*>")]
    private static partial Regex Charts();

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex References();
}
