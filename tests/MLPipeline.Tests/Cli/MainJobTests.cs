using System.Text.Json;
using MLPipeline.Pipelines;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Cli;

/// <summary>The commands of the main job, from photos to a verdict.</summary>
public sealed class MainJobTests(MainJobTests.Trained trained) : IClassFixture<MainJobTests.Trained>
{
    private readonly TinyRun _run = trained.Run;

    [Fact]
    public async Task Run_prints_a_row_per_category()
    {
        var (code, output, error) = await Run("run", Pipeline(), "--data", _run.Folder.Root, "--out", _run.Folder["../cli"], "--store", _run.Folder["../store"]);
        Assert.True(code == 0, error);
        Assert.Contains("disc", output, StringComparison.Ordinal);
        Assert.Contains("AUROC", output, StringComparison.Ordinal);
        Assert.Contains("disc: featurize", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_prints_json()
    {
        var (code, output, error) = await Run(
            "run", Pipeline(), "--data", _run.Folder.Root, "--out", _run.Folder["../cli-json"], "--store", _run.Folder["../store"], "--json", "--quiet");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(1.0, json.RootElement[0].GetProperty("image_auroc").GetDouble());
        Assert.Equal("", error);
    }

    [Fact]
    public async Task Run_needs_photos()
    {
        var (code, _, error) = await Run("run", Pipeline());
        Assert.Equal(2, code);
        Assert.Contains("--data DIR", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_on_a_folder_without_photos_says_what_is_understood()
    {
        using var empty = new TempFolder("empty");
        var (code, _, error) = await Run("run", Pipeline(), "--data", empty.Root, "--out", empty["../out"]);
        Assert.Equal(2, code);
        Assert.Contains("train/good", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("disc/test/good/000.png", 0, "good")]
    [InlineData("disc/test/bar/000.png", 1, "anomalous")]
    [InlineData("disc/test/bar", 1, "anomalous")]
    [InlineData("disc/test/*/00*.png", 1, "anomalous")]
    [InlineData("missing.png", 2, "error: there is no such file")]
    public async Task The_exit_code_of_predict_tells_the_verdict(string photo, int expected, string verdict)
    {
        var (code, output, error) = await Run("predict", _run.Model, _run.Folder[photo]);
        Assert.True(code == expected, error);
        Assert.Contains(verdict, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_prints_csv_and_json_lines()
    {
        var photo = _run.Folder["disc/test/bar/000.png"];
        var (_, csv, _) = await Run("predict", _run.Model, photo, "--format", "csv");
        Assert.Equal("path,score,predicted,error,map,unlike", csv.Split('\n')[0]);
        Assert.Contains(",1,", csv.Split('\n')[1], StringComparison.Ordinal);

        var (_, lines, _) = await Run("predict", _run.Model, photo, "--format", "jsonl");
        using var json = JsonDocument.Parse(lines.Split('\n')[0]);
        Assert.True(json.RootElement.GetProperty("anomalous").GetBoolean());
    }

    [Fact]
    public async Task Predict_writes_heat_maps_as_the_photos_lie_and_names_them()
    {
        var (_, csv, error) = await Run(
            "predict", _run.Model, _run.Folder["disc/test/bar/000.png"], _run.Folder["disc/test/good/000.png"], "--maps", _run.Folder["../maps"], "--format", "csv");
        Assert.Equal(
            ["bar/000_heat.png", "bar/000_mask.png", "good/000_heat.png", "good/000_mask.png"],
            Directory.GetFiles(_run.Folder["../maps"], "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_run.Folder["../maps"], f)).Order(StringComparer.Ordinal));
        Assert.EndsWith(",," + Path.Combine(_run.Folder["../maps"], "bar", "000_heat.png") + ",", csv.Split('\n')[1], StringComparison.Ordinal);
        Assert.DoesNotContain("warning", error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("00[0-3].png", "leave out the quotes")]
    [InlineData("[a-c]*.png", "leave out the quotes")]
    public async Task A_quoted_set_of_letters_is_answered_with_the_way_out(string glob, string told)
    {
        var (code, output, error) = await Run("predict", _run.Model, _run.Folder["disc/test/good/" + glob]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maps_replace_no_file_unless_told_to()
    {
        // Masks of a dataset are named as maps are.
        using var folder = new TempFolder("masks");
        var photo = _run.Folder["disc/test/bar/001.png"];
        var mask = folder.Write("001_mask.png", "a mask of somebody's");
        var (code, output, error) = await Run("predict", _run.Model, photo, "--maps", folder.Root);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("001_mask.png", error, StringComparison.Ordinal);
        Assert.Contains("--overwrite", error, StringComparison.Ordinal);
        Assert.Equal(["001_mask.png"], Directory.GetFiles(folder.Root).Select(Path.GetFileName));
        Assert.Equal("a mask of somebody's", File.ReadAllText(mask));

        (code, _, _) = await Run("predict", _run.Model, photo, "--maps", folder.Root, "--overwrite");
        Assert.Equal(1, code);
        Assert.Equal(2, Directory.GetFiles(folder.Root).Length);
    }

    [Fact]
    public async Task A_map_that_cannot_be_written_costs_no_score()
    {
        using var folder = new TempFolder("photos");
        var name = new string('n', 250) + ".png";
        File.Copy(_run.Folder["disc/test/bar/000.png"], folder[name]);
        File.Copy(_run.Folder["disc/test/good/000.png"], folder["b.png"]);
        var (code, output, _) = await Run("predict", _run.Model, folder.Root, "--maps", folder["../out"], "--format", "csv");
        Assert.Equal(2, code);
        Assert.Contains("no heat map: ", output.Split('\n').Single(l => l.Contains(name, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(",1,", output.Split('\n').Single(l => l.Contains(name, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("b_heat.png", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_photo_that_cannot_be_read_is_exit_code_2_beside_anomalous_ones()
    {
        var (code, output, _) = await Run("predict", _run.Model, _run.Folder.Write("../no-photo.png", "text"), _run.Folder["disc/test/bar/000.png"]);
        Assert.Equal(2, code);
        Assert.Contains("anomalous", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_with_strict_stops_at_a_photo_that_cannot_be_read()
    {
        var (code, output, error) = await Run(
            "predict", _run.Model, _run.Folder["disc/test/good/000.png"], _run.Folder.Write("../text.png", "text"), _run.Folder["disc/test/good/001.png"], "--strict", "--format", "csv");
        Assert.Equal(2, code);
        Assert.Contains("good/000.png", output, StringComparison.Ordinal);
        Assert.DoesNotContain("good/001.png", output, StringComparison.Ordinal);
        Assert.Contains("text.png", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_none_is_refused()
    {
        var (code, _, error) = await Run("predict", _run.Folder.Write("../none.zip", "text"), _run.Folder["disc/test/good/000.png"]);
        Assert.Equal(2, code);
        Assert.Contains("none.zip is not a zip file", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_passes_and_finds_the_photos_by_itself()
    {
        var (code, output, error) = await Run("verify", _run.Model, "--scores", _run.Scores);
        Assert.True(code == 0, error);
        Assert.Contains("10 photos", output, StringComparison.Ordinal);
        Assert.Contains("passed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_of_a_category_that_does_not_exist_names_those_that_do()
    {
        var (code, _, error) = await Run("export", _run.Out, "--category", "bottle");
        Assert.Equal(2, code);
        Assert.Contains("it has disc", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_replaces_no_file_that_is_no_model()
    {
        var file = _run.Folder.Write("../photo.png", "a photo");
        var (code, _, error) = await Run("export", _run.Out, "--category", "disc", "--out", file);
        Assert.Equal(2, code);
        Assert.Contains("photo.png", error, StringComparison.Ordinal);
        Assert.Equal("a photo", File.ReadAllText(file));

        file = _run.Folder["../again.zip"];
        await Run("export", _run.Out, "--category", "disc", "--out", file);
        (code, _, _) = await Run("export", _run.Out, "--category", "disc", "--out", file);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Export_brings_a_model_of_version_0_1_0_to_the_columns_of_today()
    {
        var old = Path.Combine(Repository.Root, "tests", "MLPipeline.Tests", "Models", "Fixtures", "model-0.1.0.zip");
        using var run = new TempFolder("run");
        run.Write("disc/model.zip", File.ReadAllBytes(old));
        var (code, _, error) = await Run("export", run.Root, "--category", "disc", "--input", "path", "--out", run["new.zip"]);
        Assert.True(code == 0, error);
        using var model = MLPipeline.Models.ModelZip.Load(run["new.zip"]);
        Assert.Equal(MLPipeline.Models.ModelMetadata.CurrentFormat, model.Metadata.Format);
    }

    [Fact]
    public async Task A_model_for_photos_in_memory_does_not_take_paths()
    {
        var file = _run.Folder["../in-memory.zip"];
        var (code, output, _) = await Run("export", _run.Out, "--category", "disc", "--input", "image", "--out", file);
        Assert.Equal(0, code);
        Assert.Equal(file + "\n", output);

        var (predicted, _, error) = await Run("predict", file, _run.Folder["disc/test/good/000.png"]);
        Assert.Equal(2, predicted);
        Assert.Contains("photos in memory", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_shows_the_chains_and_clears_the_old_ones()
    {
        var (_, shown, _) = await Run("store", "--store", _run.Folder["../store"]);
        Assert.Contains("efficientnet-lite0-96x96-onnx", shown, StringComparison.Ordinal);

        var (code, output, _) = await Run("store", "--store", _run.Folder["../store"], "--clear", "--unused-for", "30");
        Assert.Equal(0, code);
        Assert.DoesNotContain("efficientnet", output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetDirectories(_run.Folder["../store"]));
    }

    private static Task<(int Code, string Output, string Error)> Run(params string[] args) => CliRunner.RunAsync(args);

    private string Pipeline() => _run.Folder.Write("../tiny.yaml", PipelineFile.ToYaml(TinyDataset.Pipeline()));

    public sealed class Trained : IDisposable
    {
        internal TinyRun Run { get; } = new();

        public void Dispose() => Run.Dispose();
    }
}
