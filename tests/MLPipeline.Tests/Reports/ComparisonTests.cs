using MLPipeline.Datasets;
using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Reports;

public sealed class ComparisonTests : IDisposable
{
    private static readonly string[] Five = ["a", "b", "c", "d", "e"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_difference_has_delongs_test_on_the_same_photos()
    {
        Write("first", ("plate", "0.1 0.4 0.35 0.8 0.2 0.6", "0 0 1 1 0 1"));
        Write("second", ("plate", "0.3 0.5 0.2 0.9 0.1 0.4", "0 0 1 1 0 1"));

        var cell = Compare("first", "second").Categories.Single().Cells[1]!;

        // AUROC by hand: 8 of 9 pairs in the first run; 3 + 1 + 2 = 6 of 9 in the second. The variance is that of the
        // differences of the structural components (numpy): d1 = [-1/3, 0, -1/3], d0 = [-1/3, 0, -1/3]
        // -> var(d1, ddof=1)/3 + var(d0, ddof=1)/3 = 2/81, z = -2/9 / (sqrt(2)/9) = -1.41421, p = 2 norm.cdf(z) = 0.157299.
        Assert.Equal(-2 / 9.0, cell.Difference!.Difference.Estimate, 12);
        Assert.Equal(0.157299, cell.Difference.P!.Value, 6);
        Assert.Equal(cell.Difference.P, cell.HolmP);
        Assert.Equal(6 / 9.0, cell.Auroc!.Estimate, 12);
    }

    [Fact]
    public void Holm_counts_all_tests_of_the_comparison()
    {
        string[] names = ["a", "b"];
        WriteMade("one", names, 0.4, 1);
        WriteMade("two", names, 0.9, 2);
        WriteMade("three", names, 1.4, 3);

        var tests = Compare("one", "two", "three").Categories.SelectMany(c => c.Cells).Where(c => c!.Difference is not null).ToList();

        Assert.Equal(4, tests.Count);
        var smallest = tests.MinBy(t => t!.Difference!.P)!;
        Assert.Equal(Math.Min(1, 4 * smallest.Difference!.P!.Value), smallest.HolmP!.Value, 12);
        Assert.All(tests, t => Assert.True(t!.HolmP >= t.Difference!.P));
    }

    [Fact]
    public void Mean_worst_and_wins_are_over_the_shared_categories()
    {
        Write("first", ("a", "1 2 3 4", "0 0 1 1"), ("b", "1 3 2 4", "0 0 1 1"), ("only", "4 3 2 1", "0 0 1 1"));
        Write("second", ("a", "1 2 3 4", "0 0 1 1"), ("b", "1 2 3 4", "0 0 1 1"));

        var comparison = Compare("first", "second");

        Assert.Equal(2, comparison.Shared);
        Assert.Equal((0.875, 0.75, "b", 0.5), Figures(comparison.Overall[0]));
        Assert.Equal((1, 1, "a", 1.5), Figures(comparison.Overall[1]));
        Assert.Equal("Means, wins and tests are over the 2 categories of 3 for which every run has an AUROC.", Assert.Single(comparison.Warnings));
        Assert.Null(comparison.Categories[2].Cells[1]);

        static (double?, double?, string?, double) Figures(ComparedRun run) => (run.MeanAuroc, run.WorstAuroc, run.WorstCategory, run.Wins);
    }

    [Fact]
    public void Five_categories_are_enough_for_tests_over_categories()
    {
        WriteMade("one", Five, 0.4, 1);
        WriteMade("two", Five, 1.2, 1);
        WriteMade("three", Five, 2.5, 1);

        var comparison = Compare("one", "two", "three");

        // Each run is better than the one before it in every category: W = 0 of 15, exactly 2 / 2^5; Friedman's
        // chi-square is n (k - 1) = 10 with 2 degrees of freedom, p = exp(-5).
        Assert.Null(comparison.Overall[0].AgainstFirst);
        Assert.Equal(0.0625, comparison.Overall[1].AgainstFirst!.P, 12);
        Assert.Equal(10, comparison.Friedman!.ChiSquare, 9);
        Assert.Equal(Math.Exp(-5), comparison.Friedman.P, 9);
        Assert.Equal([3, 2, 1], comparison.Friedman.MeanRanks);
    }

    [Fact]
    public void Four_categories_are_not()
    {
        WriteMade("one", Five[..4], 0.4, 1);
        WriteMade("two", Five[..4], 1.2, 1);
        WriteMade("three", Five[..4], 2, 1);

        var comparison = Compare("one", "two", "three");

        Assert.Null(comparison.Friedman);
        Assert.All(comparison.Overall, run => Assert.Null(run.AgainstFirst));
        Assert.Contains("4 shared categories are too few", ComparisonWriter.ToMarkdown(comparison));
    }

    [Fact]
    public void Runs_on_other_photos_are_shown_but_not_tested()
    {
        Write("first", ("plate", "1 2 3 4", "0 0 1 1"));
        Write("second", ("plate", "1 2 3 4 5", "0 0 1 1 1"));

        var comparison = Compare("first", "second");

        Assert.Null(comparison.Categories[0].Cells[1]!.Difference);
        Assert.Equal(1, comparison.Categories[0].Cells[1]!.Auroc!.Estimate);
        Assert.StartsWith("plate: first scored 4 photos and second 5, 4 of them the same; no test is made.", Assert.Single(comparison.Warnings));
    }

    [Fact]
    public void Other_labels_are_not_tested_either()
    {
        Write("first", ("plate", "1 2 3 4", "0 0 1 1"));
        Write("second", ("plate", "1 2 3 4", "0 1 0 1"));

        var comparison = Compare("first", "second");

        Assert.Null(comparison.Categories[0].Cells[1]!.Difference);
        Assert.Contains("different labels for p01.png", Assert.Single(comparison.Warnings));
    }

    [Fact]
    public void A_run_over_one_category_is_held_against_a_run_over_a_folder_of_them()
    {
        Write("first", ("plate", "1 2 3 4", "0 0 1 1"));
        Write("second", ("plate", "4 2 3 1", "0 0 1 1"));
        var scores = _folder["second/plate/scores.csv"];
        File.WriteAllText(scores, File.ReadAllText(scores).Replace("\np", "\nplate/p", StringComparison.Ordinal));

        var comparison = Compare("first", "second");

        Assert.Empty(comparison.Warnings);
        Assert.Equal(-0.75, comparison.Categories[0].Cells[1]!.Difference!.Difference.Estimate);
    }

    [Fact]
    public void Photos_of_the_same_name_with_other_contents_are_not_paired()
    {
        Write("first", ("plate", "1 2 3 4", "0 0 1 1"));
        Write("second", "bb", ("plate", "1 2 3 4", "0 0 1 1"));

        var comparison = Compare("first", "second");

        var cell = comparison.Categories[0].Cells[1]!;
        Assert.Null(cell.Difference);
        Assert.Null(cell.Decisions);
        Assert.Contains("4 of 4 with the same name are other photos", Assert.Single(comparison.Warnings));
        Assert.Contains("0 of 4 photos are the same", cell.NotTested);
    }

    [Fact]
    public void Renamed_photos_are_the_same_photos()
    {
        Write("first", ("plate", "1 2 3 4", "0 0 1 1"));
        Write("second", ("plate", "1 3 2 4", "0 0 1 1"));
        var scores = _folder["second/plate/scores.csv"];
        File.WriteAllText(scores, File.ReadAllText(scores).Replace("\np", "\nq", StringComparison.Ordinal));

        var comparison = Compare("first", "second");

        Assert.Empty(comparison.Warnings);
        Assert.Equal(-0.25, comparison.Categories[0].Cells[1]!.Difference!.Difference.Estimate);
    }

    [Fact]
    public void Without_hashes_photos_are_paired_by_name_and_it_is_said()
    {
        Write("first", ("plate", "1 2 3 4", "0 0 1 1"));
        Write("second", ("plate", "1 3 2 4", "0 0 1 1"));
        var scores = _folder["second/plate/scores.csv"];
        File.WriteAllLines(scores, File.ReadAllLines(scores).Select(l => l[..l.LastIndexOf(',')]));

        var comparison = Compare("first", "second");

        Assert.Contains("paired by name, since the tables of second", Assert.Single(comparison.Warnings));
        Assert.NotNull(comparison.Categories[0].Cells[1]!.Difference);
    }

    [Fact]
    public void Decisions_are_tested_beside_the_scores()
    {
        Write("first", ("plate", "1 2 3 4", "0 0 1 1"));
        Write("second", ("plate", "1 2 3 4", "0 0 1 1"));
        var scores = _folder["second/plate/scores.csv"];
        File.WriteAllText(scores, File.ReadAllText(scores).Replace(",1,3,0,", ",1,3,1,", StringComparison.Ordinal).Replace(",1,4,0,", ",1,4,1,", StringComparison.Ordinal));

        var cell = Compare("first", "second").Categories[0].Cells[1]!;

        Assert.Equal((0, 2), (cell.Decisions!.OnlyFirst, cell.Decisions.OnlySecond));
        Assert.Equal(0.5, cell.Decisions.P, 1e-9);
        Assert.Equal(0.5, cell.DecisionsHolmP!.Value, 1e-9);
    }

    [Fact]
    public void Runs_of_the_same_name_are_told_apart()
    {
        Write("x/run", ("plate", "1 2 3 4", "0 0 1 1"));
        Write("y/run", ("plate", "1 2 3 4", "0 0 1 1"));

        Assert.Equal(["x/run (1)", "y/run (2)"], Compare("x/run", "y/run").Runs);
    }

    [Fact]
    public void The_csv_has_a_row_per_category_and_run()
    {
        Write("first", ("plate", "1 2 3 4", "0 0 1 1"));
        Write("second", ("plate", "1 3 2 4", "0 0 1 1"));

        ComparisonWriter.WriteCsv(_folder["c.csv"], Compare("first", "second"));

        var lines = File.ReadAllLines(_folder["c.csv"]);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("category,run,image_auroc,image_auroc_low,", lines[0]);
        Assert.StartsWith("plate,first,1,1,1,", lines[1]);
        Assert.StartsWith("plate,second,0.75,", lines[2]);
        Assert.Contains(",-0.25,", lines[2]);
    }

    [Fact]
    public void Markdown_marks_the_best_and_keeps_bars_out_of_names()
    {
        Write("a|b", ("plate", "1 2 3 4", "0 0 1 1"));
        Write("second", ("plate", "1 3 2 4", "0 0 1 1"));

        var text = ComparisonWriter.ToMarkdown(Compare("a|b", "second"));

        Assert.Contains("| Category | a\\|b | second |\n|---|---:|---:|\n| plate | **1.000** [1.000, 1.000] | 0.750 [", text);
    }

    [Fact]
    public void A_folder_that_is_no_run_is_named()
    {
        var error = Assert.Throws<DatasetException>(() => RunFolder.Read(_folder["none"]));

        Assert.Equal($"'{_folder["none"]}' is not the folder of a run: it has no categories.csv. Name the folder that a run, a search or an evaluation wrote.", error.Message);
    }

    [Fact]
    public void A_run_without_its_scores_is_named()
    {
        Write("first", ("plate", "1 2 3 4", "0 0 1 1"));
        File.Delete(_folder["first/plate/scores.csv"]);

        var error = Assert.Throws<DatasetException>(() => RunFolder.Read(_folder["first"]));

        Assert.Contains(_folder["first/plate/scores.csv"], error.Message);
    }

    [Fact]
    public void One_run_is_no_comparison() => Assert.Throws<ArgumentException>(() => Comparison.Of([]));

    private Comparison Compare(params string[] runs) => Comparison.Of([.. runs.Select(r => RunFolder.Read(_folder[r]))]);

    private void Write(string run, params (string Category, string Scores, string Labels)[] categories) => Write(run, "aa", categories);

    /// <param name="run">The folder.</param>
    /// <param name="photos">The beginning of the photos' hashes: other bytes, other photos.</param>
    /// <param name="categories">Scores and labels.</param>
    private void Write(string run, string photos, params (string Category, string Scores, string Labels)[] categories)
    {
        _folder.Write($"{run}/{RunFiles.Categories}", "category,threshold\n" + string.Concat(categories.Select(c => $"{c.Category},2.5\n")));
        foreach (var (category, scores, labels) in categories)
        {
            var rows = scores.Split(' ').Zip(labels.Split(' ')).Select((p, i) => $"p{i:00}.png,{(p.Second == "1" ? "dent" : "good")},{p.Second},{p.First},0,{photos}{i:x62}\n");
            _folder.Write($"{run}/{category}/{RunFiles.Scores}", "path,defect,label,score,predicted,sha256\n" + string.Concat(rows));
        }
    }

    private void WriteMade(string run, string[] categories, double shift, int seed) =>
        MadeResults.WriteRun(_folder, run, [.. categories.Select((name, i) => MadeResults.Category(_folder, name, shift, seed + (100 * i), withMaps: false))]);
}
