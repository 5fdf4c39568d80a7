using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Compute;
using MLPipeline.Featurization;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.TensorFlow;

public sealed class TensorFlowRuntimeTests : IDisposable
{
    private const string BackboneName = "efficientnet-lite0";

    private readonly TempFolder _folder = new();
    private readonly MLContext _context = OnnxContext.Create(1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(96, 96)]
    [InlineData(160, 64)]
    public void Features_equal_those_of_ONNX_Runtime_in_value_name_and_order(int width, int height)
    {
        OptionalPart.RequireTensorFlow();
        var photos = Photos(3);

        var onnx = Features("onnx", new(width, height), ["stage3", "stage5", "stage7"], photos);
        var tensorFlow = Features("tensorflow", new(width, height), ["stage3", "stage5", "stage7"], photos);

        Assert.All(onnx.Keys, key => Assert.Equal(onnx[key].Length, tensorFlow[key].Length));
        Assert.True(onnx.Values.Max(v => v.Max()) > 1, "the features are far from zero");
        Assert.InRange(onnx.Keys.Max(key => onnx[key].Zip(tensorFlow[key], (a, b) => Math.Abs(a - b)).Max()), 0, 1e-3);
    }

    [Fact]
    public void A_layer_that_is_read_alone_is_that_layer()
    {
        OptionalPart.RequireTensorFlow();
        var photos = Photos(1);
        var featurizer = Featurizer("tensorflow", new(96, 96), ["stage3", "stage5"]);

        var both = Read(featurizer, photos, ["stage3", "stage5"]);
        var second = Read(featurizer, photos, ["stage5"]);

        Assert.Equal(both[(0, "stage5")], second[(0, "stage5")]);
    }

    [Fact]
    public void The_zip_holds_the_graph_and_gives_the_same_features()
    {
        OptionalPart.RequireTensorFlow();
        var photos = Photos(2);
        var featurizer = Featurizer("tensorflow", new(96, 96), ["stage3", "stage5"]);
        var before = Read(featurizer, photos, ["stage3", "stage5"]);
        var path = _folder["model.zip"];
        _context.Model.Save(featurizer.Chain, EmptyDataView.Of((ColumnNames.ImagePath, TextDataViewType.Instance)).Schema, path);

        var loaded = new MLContext().Model.Load(path, out _);

        Assert.Equal(before, Read(loaded, photos, ["stage3", "stage5"]));
    }

    [Fact]
    public void Layers_that_are_not_asked_for_are_cut_off()
    {
        OptionalPart.RequireTensorFlow();

        var early = Size(["stage2"]);
        var all = Size(["stage7"]);

        Assert.InRange(early, 1, all / 10);
        Assert.InRange(all, 1, new FileInfo(BackboneCatalog.Find(BackboneName).PathOf(".pb")).Length * 11 / 10);

        long Size(string[] layers)
        {
            var path = _folder[layers[0] + ".zip"];
            _context.Model.Save(Featurizer("tensorflow", new(96, 96), layers).Chain, EmptyDataView.Of((ColumnNames.ImagePath, TextDataViewType.Instance)).Schema, path);
            return new FileInfo(path).Length;
        }
    }

    [Fact]
    public void Stored_features_of_the_two_runtimes_are_kept_apart()
    {
        OptionalPart.RequireTensorFlow();

        Assert.NotEqual(Featurizer("onnx", new(96, 96), ["stage3"]).Identity.Key, Featurizer("tensorflow", new(96, 96), ["stage3"]).Identity.Key);
    }

    [Fact]
    public void A_backbone_of_ones_own_needs_a_pb_file_and_a_manifest_alone()
    {
        OptionalPart.RequireTensorFlow();
        var manifest = OwnBackbone("stage4");

        var featurizer = new Featurizer(_context, new() { Backbone = manifest, Layers = ["stage4"] }, new(64, 64));

        Assert.Equal("tensorflow", featurizer.Runtime.Name);
        Assert.Equal(
            Read(Featurizer("tensorflow", new(64, 64), ["stage4"]), Photos(1), ["stage4"]),
            Read(featurizer, Photos(1), ["stage4"]));
    }

    [Fact]
    public void A_layer_that_the_graph_has_not_lists_those_that_it_has()
    {
        OptionalPart.RequireTensorFlow();
        var manifest = OwnBackbone("stage99");

        var error = Assert.Throws<ArgumentException>(
            () => new Featurizer(_context, new() { Backbone = manifest, Runtime = "tensorflow", Layers = ["stage99"] }, new(64, 64)));

        Assert.Contains("has no layer 'stage99'", error.Message);
        Assert.Contains("stage4", error.Message);
        Assert.Contains("stage7", error.Message);
    }

    [Fact]
    public void A_file_that_is_no_graph_is_named()
    {
        OptionalPart.RequireTensorFlow();
        var manifest = OwnBackbone("stage4");
        File.Copy(BackboneCatalog.Find(BackboneName).PathOf(".onnx"), _folder["own.pb"], overwrite: true);

        var error = Assert.Throws<InvalidDataException>(
            () => new Featurizer(_context, new() { Backbone = manifest, Runtime = "tensorflow", Layers = ["stage4"] }, new(64, 64)));

        Assert.Contains("own.pb is no frozen TensorFlow graph", error.Message);
    }

    [Fact]
    public void A_GPU_that_is_asked_for_and_not_there_is_an_error_or_the_CPU_as_the_user_likes()
    {
        OptionalPart.RequireTensorFlow();
        var runtime = BackboneRuntimes.All.Find("tensorflow");
        Assert.SkipWhen(runtime.Ask(null).UsesGpu, "TensorFlow sees a GPU on this machine.");
        var backbone = BackboneCatalog.Find(BackboneName);
        var options = new FeaturizerOptions { Backbone = BackboneName, Runtime = "tensorflow", GpuDevice = 0, Layers = ["stage3"] };

        var error = Assert.Throws<InvalidOperationException>(() => new Featurizer(_context, options, new(64, 64)));

        Assert.Contains("gpu_device", error.Message);
        Assert.Contains("doctor", error.Message);
        Assert.Equal("tensorflow", BackboneRuntimes.Find(options, backbone).Name);
    }

    [Fact]
    public void The_library_tells_its_version_and_that_it_has_the_CPU()
    {
        OptionalPart.RequireTensorFlow();

        var devices = BackboneRuntimes.All.Find("tensorflow").Ask(null);

        Assert.Matches(@"^\d+\.\d+\.\d+", devices.Version);
        Assert.StartsWith("CPU", devices.Devices[0]);
    }

    [Fact]
    public void Where_it_is_left_out_the_message_says_what_is_there()
    {
        Assert.SkipWhen(OptionalPart.HasTensorFlow, "MLPipeline.TensorFlow is built in.");

        var error = Assert.Throws<ArgumentException>(() => Featurizer("tensorflow", new(64, 64), ["stage3"]));

        Assert.StartsWith("The runtime 'tensorflow' is not built into this command; built in: onnx.", error.Message);
    }

    private string[] Photos(int count) => [.. Enumerable.Range(0, count).Select(i => TestPhotos.Write(_folder.Root, i, 120, 100))];

    private string OwnBackbone(string layer)
    {
        File.Copy(BackboneCatalog.Find(BackboneName).PathOf(".pb"), _folder["own.pb"], overwrite: true);
        var path = _folder["own.json"];
        File.WriteAllText(path, $$$"""
            { "name": "own", "input": { "name": "image" }, "outputs": [ { "name": "{{{layer}}}", "channels": 80, "stride": 16 } ],
              "files": { "own.pb": { "sha256": "1234" } } }
            """);
        return path;
    }

    private Featurizer Featurizer(string runtime, InputSize size, string[] layers) =>
        new(_context, new() { Backbone = BackboneName, Runtime = runtime, Layers = layers }, size);

    private Dictionary<(int, string), float[]> Features(string runtime, InputSize size, string[] layers, string[] photos) =>
        Read(Featurizer(runtime, size, layers), photos, layers);

    private static Dictionary<(int, string), float[]> Read(Featurizer featurizer, string[] photos, string[] layers) =>
        Read(featurizer.Chain, photos, layers);

    private static Dictionary<(int, string), float[]> Read(ITransformer chain, string[] photos, string[] layers)
    {
        var features = new Dictionary<(int, string), float[]>();
        ParallelRows.Run(
            chain,
            photos.Length,
            rows => new MLContext().Data.LoadFromEnumerable(rows.Select(r => new PathRow { ImagePath = photos[r], Row = r })),
            layers,
            (row, values) =>
            {
                var copies = layers.Select((name, i) => (name, values(i).ToArray())).ToArray();
                lock (features)
                {
                    foreach (var (name, copy) in copies)
                    {
                        features[(row, name)] = copy;
                    }
                }
            },
            fail: null,
            CancellationToken.None);
        return features;
    }
}
