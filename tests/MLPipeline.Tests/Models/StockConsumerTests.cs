using System.Diagnostics;
using System.Globalization;
using MLPipeline.Detectors;
using MLPipeline.Models;
using MLPipeline.Reports;
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
        var path = run.Folder["model-image.zip"];
        using (var model = ModelZip.Load(run.Model))
        {
            ModelZip.Save(model.Context, path, ModelChain.FromImage(model), model.Metadata);
        }

        Agrees(run, path, "--image");
    }

    [Fact]
    public void It_agrees_for_a_TensorFlow_graph()
    {
        OptionalPart.RequireTensorFlow();
        var member = TinyDataset.Member();
        using var run = new TinyRun(member with { Featurizer = member.Featurizer with { Runtime = "tensorflow" } });
        Agrees(run, run.Model, "");
    }

    private static void Agrees(TinyRun run, string model, string option)
    {
        var rows = ScoresFile.Read(run.Scores);
        var lines = Consume([option, model, .. rows.Select(r => run.Folder[r.Path])]);
        Assert.Equal(rows.Count, lines.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var score = float.Parse(lines[i][1], CultureInfo.InvariantCulture);
            Assert.InRange(Math.Abs(score - rows[i].Score), 0, 1e-4 * Math.Max(1e-3, Math.Abs(rows[i].Score)));
            Assert.Equal(rows[i].Predicted ? "1" : "0", lines[i][2]);
        }
    }

    private static List<string[]> Consume(string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(Repository.Root, "tests", "StockConsumer", "bin", configuration, "net10.0", "StockConsumer.dll");
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(program)!, "MLPipeline*.dll"));

        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments.Where(a => a.Length > 0)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
    }
}
