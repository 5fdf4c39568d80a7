using System.Globalization;
using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Basics;
using MLPipeline.Compute.Proto;
using MLPipeline.Detectors;
using MLPipeline.Models;
using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Models;

public class ModelZipTests
{
    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => ModelZip.Load("no-such.zip"));
        Assert.Contains("no-such.zip", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is a text, not a zip")]
    public void A_file_that_is_no_zip_is_refused(string content)
    {
        using var folder = new TempFolder();
        var path = folder.Write("model.zip", content);
        var error = Assert.Throws<InvalidDataException>(() => ModelZip.Load(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("not a zip", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_of_something_else_is_refused()
    {
        using var folder = new TempFolder();
        var path = folder["other.zip"];
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntry("readme.txt");
        }

        var error = Assert.Throws<InvalidDataException>(() => ModelZip.Load(path));
        Assert.Contains("no model of MLPipeline", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_was_cut_short_is_refused()
    {
        using var run = new TinyRun();
        var bytes = File.ReadAllBytes(run.Model);
        var path = run.Folder.Write("short.zip", bytes[..(bytes.Length / 2)]);
        Assert.Throws<InvalidDataException>(() => ModelZip.Load(path));
    }

    [Fact]
    public void A_model_whose_parts_are_missing_is_refused()
    {
        using var run = new TinyRun();
        using (var zip = ZipFile.Open(run.Model, ZipArchiveMode.Update))
        {
            zip.Entries.First(e => e.FullName.Contains("TransformerChain", StringComparison.Ordinal)).Delete();
        }

        var error = Assert.Throws<InvalidDataException>(() => ModelZip.Load(run.Model));
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_come_back()
    {
        using var run = new TinyRun();
        using var model = ModelZip.Load(run.Model);
        Assert.Equal(TinyDataset.Category, model.Metadata.Category);
        Assert.Equal(run.Result.Threshold, model.Metadata.Threshold);
        Assert.Equal(14, model.Metadata.TrainedOn);
        Assert.Equal((96, 96), (model.Metadata.InputWidth, model.Metadata.InputHeight));
        Assert.NotNull(model.Metadata.MapScale);
        Assert.Equal("tiny", model.Metadata.Pipeline.Name);
    }

    [Fact]
    public void A_zip_of_version_0_1_0_scores_as_it_did()
    {
        using var photos = new TempFolder();
        TinyDataset.Write(photos);
        var rows = ScoresFile.Read(Fixture("scores-0.1.0.csv"));
        var culture = CultureInfo.CurrentCulture;
        try
        {
            // Its threshold is a text, which other countries read in another way.
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            using var model = ModelZip.Load(Fixture("model-0.1.0.zip"));
            Assert.Equal(1, model.Metadata.Format);
            var predictions = Predictor.Predict(model, [.. rows.Select(r => photos[r.Path])], withMaps: true);
            Assert.Equal(rows.Select(r => (r.Score, r.Predicted)), predictions.Select(p => (p.Score!.Value, p.IsAnomalous!.Value)));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Evaluators_of_ML_NET_read_the_columns_of_a_model()
    {
        using var run = new TinyRun();
        var context = new MLContext();
        var model = context.Model.Load(run.Model, out _);
        var rows = ScoresFile.Read(run.Scores);
        var data = model.Transform(context.Data.LoadFromEnumerable(
            rows.Select(r => new Labelled { ImagePath = run.Folder[r.Path], Label = r.IsAnomalous ? 1 : 0, IsBad = r.IsAnomalous })));
        Assert.Equal(1, context.AnomalyDetection.Evaluate(data).AreaUnderRocCurve);
        Assert.Equal(1, context.BinaryClassification.EvaluateNonCalibrated(data, nameof(Labelled.IsBad)).AreaUnderRocCurve);
        (model as IDisposable)?.Dispose();
    }

    [Fact]
    public void Two_equal_runs_write_equal_bytes()
    {
        using var run = new TinyRun(TinyDataset.Member(), TinyDataset.Member(new PcaResidualOptions(), "stage6"));
        var first = File.ReadAllBytes(run.Model);
        run.Execute(TinyDataset.Pipeline(TinyDataset.Member(), TinyDataset.Member(new PcaResidualOptions(), "stage6")), run.Folder["../again"]);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(run.Folder["../again"], TinyDataset.Category, RunFiles.Model)));
    }

    /// <summary>What happened to the zip, and the part of the message that tells it.</summary>
    public static TheoryData<string, Action<ZipArchive>, string> Changes => new()
    {
        { "another threshold for maps", z => Replace(z, "mlpipeline.json", b => [.. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(b).Replace("\"disc\"", "\"dish\"", StringComparison.Ordinal))]), "mlpipeline.json was changed" },
        { "another schema", z => Replace(z, "Schema", b => [.. b[..^1], (byte)(b[^1] ^ 1)]), "Schema was changed" },
        { "a file more", z => z.CreateEntry("TransformerChain/more.txt"), "more.txt was added" },
        { "a file less", z => z.GetEntry("TrainingInfo/Version.txt")!.Delete(), "Version.txt was taken away" },
        { "no checksums", z => z.GetEntry("mlpipeline.sha256")!.Delete(), "mlpipeline.sha256" },
        { "nothing in the metadata", z => Replace(z, "mlpipeline.json", _ => [.. "null"u8]), "mlpipeline.json is empty" },
        { "a part twice", z => z.CreateEntry("transformerchain\\model.key"), "is there twice" },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void A_changed_model_is_refused(string what, Action<ZipArchive> change, string told)
    {
        using var run = new TinyRun();
        using (var zip = ZipFile.Open(run.Model, ZipArchiveMode.Update))
        {
            change(zip);
        }

        var error = Assert.Throws<InvalidDataException>(() => ModelZip.Load(run.Model));
        Assert.True(error.Message.Contains(told, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.Contains(run.Model, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_format_is_said()
    {
        using var run = new TinyRun();
        using (var zip = ZipFile.Open(run.Model, ZipArchiveMode.Update))
        {
            Replace(zip, "mlpipeline.json", b => [.. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(b).Replace("\"format\": 2", "\"format\": 99", StringComparison.Ordinal))]);
        }

        Assert.Contains("format 99", Assert.Throws<MLPipelineException>(() => ModelZip.Load(run.Model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_custom_mapping_is_refused_before_it_is_loaded()
    {
        using var folder = new TempFolder();
        var context = new MLContext();
        var mapping = context.Transforms.CustomMapping<Labelled, Labelled>((a, b) => b.Label = a.Label + 1, "contract")
            .Fit(context.Data.LoadFromEnumerable<Labelled>([]));
        Refused(SavedBy01(folder, context, new TransformerChain<ITransformer>(mapping)), "custom mapping");
    }

    [Fact]
    public void A_part_of_another_assembly_is_refused()
    {
        using var folder = new TempFolder();
        var path = folder.Write("model.zip", File.ReadAllBytes(Fixture("model-0.1.0.zip")));
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            Replace(zip, "TransformerChain/Transform_001/Model.key", b =>
            {
                // The name has the same length, so that nothing else of the part moves.
                var text = Encoding.Unicode.GetBytes("Microsoft.ML.ImageAnalytics");
                var at = b.AsSpan().IndexOf(text);
                Encoding.Unicode.GetBytes("Somebody.Elses.Evil.Library").CopyTo(b, at);
                return b;
            });
        }

        Refused(path, "Somebody.Elses.Evil.Library");
    }

    [Fact]
    public void A_network_with_numbers_in_another_file_is_refused()
    {
        using var folder = new TempFolder();
        var path = folder.Write("model.zip", File.ReadAllBytes(Fixture("model-0.1.0.zip")));
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            Replace(zip, "TransformerChain/Transform_005/OnnxModel", bytes =>
            {
                var model = ModelProto.Parser.ParseFrom(bytes.AsSpan(sizeof(int)).ToArray());
                model.Graph.Initializer[0].MergeFrom([106, 6, 10, 1, 120, 18, 1, 121, 112, 1]);
                var changed = model.ToByteArray();
                return [.. BitConverter.GetBytes(changed.Length), .. changed];
            });
        }

        Refused(path, "takes numbers from another file");
    }

    [Fact]
    public void A_folder_is_answered_with_the_models_in_it()
    {
        using var run = new TinyRun();
        Assert.Contains(run.Model, Assert.Throws<FileNotFoundException>(() => ModelZip.Load(Path.GetDirectoryName(run.Model)!)).Message, StringComparison.Ordinal);
        Assert.Contains(run.Model, Assert.Throws<FileNotFoundException>(() => ModelZip.Load(run.Out)).Message, StringComparison.Ordinal);
    }

    private static void Refused(string path, string told)
    {
        var error = Assert.Throws<InvalidDataException>(() => ModelZip.Load(path));
        Assert.Contains("refused", error.Message, StringComparison.Ordinal);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A chain with the metadata of the old fixture, which has no checksums.</summary>
    private static string SavedBy01(TempFolder folder, MLContext context, TransformerChain<ITransformer> chain)
    {
        var path = folder["foreign.zip"];
        context.Model.Save(chain, null, path);
        using var old = ZipFile.OpenRead(Fixture("model-0.1.0.zip"));
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        using var source = old.GetEntry("mlpipeline.json")!.Open();
        using var target = zip.CreateEntry("mlpipeline.json").Open();
        source.CopyTo(target);
        return path;
    }

    private static void Replace(ZipArchive zip, string name, Func<byte[], byte[]> change)
    {
        var entry = zip.GetEntry(name)!;
        using var content = new MemoryStream();
        using (var stream = entry.Open())
        {
            stream.CopyTo(content);
        }

        entry.Delete();
        using var changed = zip.CreateEntry(name).Open();
        changed.Write(change(content.ToArray()));
    }

    private static string Fixture(string name) => Path.Combine(Repository.Root, "tests", "MLPipeline.Tests", "Models", "Fixtures", name);

    private sealed class Labelled
    {
        public string ImagePath { get; set; } = "";

        public float Label { get; set; }

        public bool IsBad { get; set; }
    }
}
