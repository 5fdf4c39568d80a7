using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Reports;

public sealed class FigureColumnsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    // A figure of one's own, registered before any test looks at the columns: one statement is all that it takes.
    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void Register() => FigureColumns.All.Add(new("good_share", "good share", r => (double)r.Figures.Good / r.Test.Count)
    {
        Definition = "Good photos / photos",
        Form = FigureForm.Percent,
        Tables = FigureTables.Factory | FigureTables.Compared,
    });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_figure_of_ones_own_is_a_column_of_the_table_of_the_report_and_of_the_csv()
    {
        var result = MadeResults.Category(_folder, "brick", shift: 1);

        Assert.Equal(result.Figures.Good / (double)result.Test.Count, RunWriter.CategoryValues(result)[RunWriter.CategoryColumns.ToList().IndexOf("good_share")]);
        Assert.Contains("Good share", SummaryTables.Factory([result]).Html);
    }

    [Fact]
    public void Comparisons_show_it()
    {
        RunFolder[] runs = [.. new[] { "first", "second" }.Select(n => RunFolder.Read(MadeResults.WriteRun(_folder, n, MadeResults.Category(_folder, "brick", shift: 1))))];

        Assert.Contains("Good share by category", ComparisonWriter.ToMarkdown(Comparison.Of(runs)));
    }

    [Fact]
    public void Columns_and_values_are_in_step_and_no_name_stands_twice()
    {
        var values = RunWriter.CategoryValues(MadeResults.Category(_folder, "brick", shift: 1));

        Assert.Equal(RunWriter.CategoryColumns.Count, values.Count);
        Assert.Equal(RunWriter.CategoryColumns.Count, RunWriter.CategoryColumns.Distinct().Count());
    }

    [Fact]
    public void An_interval_adds_its_ends()
    {
        var result = MadeResults.Category(_folder, "brick", shift: 1);
        var columns = RunWriter.CategoryColumns.ToList();

        Assert.Equal(result.Figures.Auroc?.Lower, RunWriter.CategoryValues(result)[columns.IndexOf("image_auroc_low")]);
        Assert.Equal(result.Figures.Escape?.Upper, RunWriter.CategoryValues(result)[columns.IndexOf("miss_rate_at_1_fpr_high")]);
    }
}
