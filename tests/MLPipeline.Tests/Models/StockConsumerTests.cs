using System.Globalization;
using MLPipeline.Detectors;
using MLPipeline.Models;
using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;
using MLPipeline.Tests.TensorFlow;

namespace MLPipeline.Tests.Models;

/// <summary>A program that knows no assembly of this project loads the zip and must say what the run wrote.</summary>
public class StockConsumerTests
{
    public static TheoryData<string> Detectors => [.. DetectorKinds.All.Names];

    [Theory]
    [MemberData(nameof(Detectors))]
    public void It_agrees_with_the_run_for_every_detector(string detector)
    {
        using var run = new TinyRun(TinyDataset.Member(DetectorKinds.All.Find(detector).Defaults));
        Agrees(run, run.Model, "");
    }

    [Fact]
    public void It_agrees_for_an_ensemble()
    {
        using var run = new TinyRun(
            TinyDataset.Member(), TinyDataset.Member(new PcaResidualOptions(), "stage6"), TinyDataset.Member(layers: "stage3"));
        Agrees(run, run.Model, "");
    }

    [Fact]
    public void It_agrees_on_photos_in_memory()
    {
        using var run = new TinyRun();
        Agrees(run, InMemory(run), "--image");
    }

    [Fact]
    public void It_agrees_for_a_TensorFlow_graph()
    {
        OptionalPart.RequireTensorFlow();
        var member = TinyDataset.Member();
        using var run = new TinyRun(member with { Featurizer = member.Featurizer with { Runtime = "tensorflow" } });
        Agrees(run, run.Model, "");
    }

    /// <summary>Countries whose decimal sign, minus sign or letter case is another.</summary>
    [Theory]
    [InlineData("de_DE.UTF-8")]
    [InlineData("tr_TR.UTF-8")]
    [InlineData("fa_IR.UTF-8")]
    public void It_agrees_whatever_the_country(string culture)
    {
        using var run = new TinyRun();
        Agrees(run, run.Model, "", culture);
        Agrees(run, InMemory(run), "--image", culture);
    }

    [Theory]
    [InlineData("de_DE.UTF-8")]
    [InlineData("fa_IR.UTF-8")]
    public void An_ensemble_agrees_whatever_the_country(string culture)
    {
        using var run = new TinyRun(TinyDataset.Member(), TinyDataset.Member(new PcaResidualOptions(), "stage6"));
        Agrees(run, run.Model, "", culture);
        Agrees(run, InMemory(run), "--image", culture);
    }

    private static string InMemory(TinyRun run)
    {
        var path = run.Folder["model-image.zip"];
        using var model = ModelZip.Load(run.Model);
        ModelZip.Save(model.Context, path, ModelChain.FromImage(model), model.Metadata);
        return path;
    }

    private static void Agrees(TinyRun run, string model, string option, string culture = "C")
    {
        var rows = ScoresFile.Read(run.Scores);
        var lines = Consume([option, model, .. rows.Select(r => run.Folder[r.Path])], culture);
        Assert.Equal(rows.Count, lines.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var score = float.Parse(lines[i][1], CultureInfo.InvariantCulture);
            Assert.InRange(Math.Abs(score - rows[i].Score), 0, 1e-4 * Math.Max(1e-3, Math.Abs(rows[i].Score)));
            Assert.Equal(rows[i].Predicted ? "1" : "0", lines[i][2]);
        }
    }

    private static List<string[]> Consume(string[] arguments, string culture)
    {
        using var temporary = new TempFolder("temporary");
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(BuiltProgram.StockConsumer)!, "MLPipeline*.dll"));
        var (code, output, error) = BuiltProgram.Run(
            BuiltProgram.StockConsumer,
            new Dictionary<string, string?> { ["LC_ALL"] = culture, ["TMPDIR"] = temporary.Root, ["ORT_DISABLE_TELEMETRY"] = "1", ["DOTNET_EnableDiagnostics"] = "0" },
            [.. arguments.Where(a => a.Length > 0)]);
        Assert.True(code == 0, error);
        Assert.Empty(Directory.GetFileSystemEntries(temporary.Root));
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
    }
}
