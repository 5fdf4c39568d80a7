using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Featurization;

/// <summary>Networks as other tools export them become backbones that give what the networks gave.</summary>
public sealed class BackboneImportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_ResNet_gives_the_last_map_of_each_size_and_takes_pictures_of_any_size()
    {
        var path = _folder.Write("resnet18.onnx", ExportedGraphs.ResNet18());
        var import = BackboneImport.Read(path, new ImportOptions { Folder = _folder["backbones"] });

        var backbone = import.Write();

        Assert.Equal([("stage1", 64, 2), ("stage2", 64, 4), ("stage3", 128, 8), ("stage4", 256, 16), ("stage5", 512, 32)], backbone.Layers.Select(l => (l.Name, l.Channels, l.Stride)));
        Assert.Equal(new LayerShape(256, 12, 17), backbone.Layer("stage4").ShapeFor(new(270, 180)));
        var taken = import.Candidates.Single(c => c.Name == "stage4").Tensor;
        AssertSame(Original(path, "input", taken, 224), Layer(backbone, "stage4", 224, 224));
        Assert.Equal([1, 256, 12, 17], Layer(backbone, "stage4", 180, 270).Dimensions.ToArray());
    }

    [Theory]
    [InlineData(224, 16, 0)]
    [InlineData(112, 14, 4)]
    public void A_vision_transformer_gives_the_ends_of_its_blocks_as_maps_without_class_and_register_tokens(int side, int patch, int registers)
    {
        var path = _folder.Write("vit.onnx", ExportedGraphs.Vit(side, patch, depth: 4, registers: registers));
        var import = BackboneImport.Read(path, new ImportOptions { Folder = _folder["backbones"] });

        var backbone = import.Write();

        Assert.Equal(["block1", "block2", "block3", "block4"], backbone.Layers.Select(l => l.Name));
        Assert.All(import.Candidates.Where(c => c.Name is not null), c => Assert.Equal((LayerForm.Tokens, registers + 1), (c.Form, c.Skipped)));
        var cells = side / patch;
        Assert.All(backbone.Layers, l => Assert.Equal(new LayerShape(192, cells, cells), l.ShapeFor(new(256, 192))));

        var tokens = Original(path, "pixel_values", import.Candidates.Single(c => c.Name == "block3").Tensor, side);
        var map = Layer(backbone, "block3", side, side);
        Assert.Equal([1, 192, cells, cells], map.Dimensions.ToArray());
        for (var row = 0; row < cells; row++)
        {
            for (var column = 0; column < cells; column++)
            {
                for (var channel = 0; channel < 192; channel += 19)
                {
                    Assert.Equal(tokens[0, 1 + registers + (row * cells) + column, channel], map[0, channel, row, column], 2e-3f);
                }
            }
        }

        // Its positions are of one size, so pictures of another are resized inside.
        Assert.Equal([1, 192, cells, cells], Layer(backbone, "block3", 192, 256).Dimensions.ToArray());
    }

    [Fact]
    public void Channels_last_and_rounding_down_are_seen()
    {
        var path = _folder.Write("keras.onnx", ExportedGraphs.ChannelsLast());

        var backbone = BackboneImport.Read(path, new ImportOptions { Folder = _folder["backbones"], Normalise = false }).Write();

        Assert.Equal(["stage1", "stage2"], backbone.Layers.Select(l => l.Name));
        Assert.Equal(new LayerShape(32, 32, 28), backbone.Layer("stage2").ShapeFor(new(229, 260)));
        Assert.Equal([1, 32, 32, 28], Layer(backbone, "stage2", 260, 229).Dimensions.ToArray());
    }

    [Fact]
    public void A_pipeline_learns_with_it_and_its_model_is_whole()
    {
        var path = _folder.Write("net.onnx", ExportedGraphs.Vit(side: 96, patch: 16, depth: 2, registers: 1));
        var backbone = BackboneImport.Read(path, new ImportOptions { Folder = _folder["backbones"], Name = "mine" }).Write();
        var member = TinyDataset.Member(new PcaResidualOptions(), "block2");

        using var run = new TinyRun(member with { Featurizer = member.Featurizer with { Backbone = backbone.ManifestPath } });

        Assert.Equal("mine", backbone.Name);
        Assert.True(File.Exists(run.Model));
        Assert.InRange(run.Result.Figures.Auroc!.Estimate, 0, 1);
    }

    [Fact]
    public void Layers_of_ones_own_choice_keep_their_names()
    {
        var path = _folder.Write("keras.onnx", ExportedGraphs.ChannelsLast());
        var tensor = BackboneImport.Read(path).Candidates[0].Tensor;

        var backbone = BackboneImport.Read(path, new ImportOptions { Folder = _folder["b"], Layers = [tensor + "=fine"] }).Write();

        Assert.Equal("fine", Assert.Single(backbone.Layers).Name);
        Assert.Contains("has no tensor 'nothing'", Wrong(path, new() { Layers = ["nothing"] }), StringComparison.Ordinal);
        Assert.Contains(
            "'keras' already",
            Assert.Throws<MLPipelineException>(() => BackboneImport.Read(path, new ImportOptions { Folder = _folder["b"] }).Write()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_graphs_are_told_what_is_needed()
    {
        OnnxGraph Graph(string type, long channels, out string value)
        {
            var graph = new OnnxGraph("wrong");
            value = graph.Node(type, [graph.Input("x", 1, channels, 32, 32)]);
            return graph;
        }

        var gray = Graph("Relu", 1, out var y);
        gray.Output("y", y, 1, 1, 32, 32);
        Assert.Contains("one input of float32 [batch, 3, height, width]", Wrong(_folder.Write("gray.onnx", gray.ToBytes())), StringComparison.Ordinal);

        var two = Graph("Relu", 3, out y);
        two.Output("y", two.Add(y, two.Input("z", 1, 3, 32, 32)), 1, 3, 32, 32);
        Assert.Contains("'z' float32", Wrong(_folder.Write("two.onnx", two.ToBytes())), StringComparison.Ordinal);

        var flat = Graph("Flatten", 3, out y);
        flat.Output("y", y, 1, 3072);
        Assert.Contains(
            "no inner tensor that can serve as a layer",
            Assert.Throws<MLPipelineException>(() => BackboneImport.Read(_folder.Write("flat.onnx", flat.ToBytes()), new() { Folder = _folder["b"] }).Write()).Message,
            StringComparison.Ordinal);

        var broken = Graph("NoSuchOperator", 3, out y);
        broken.Output("y", y, 1, 3, 32, 32);
        Assert.Contains("cannot be run by ONNX Runtime", Wrong(_folder.Write("broken.onnx", broken.ToBytes())), StringComparison.Ordinal);

        Assert.Contains("is no ONNX model", Wrong(_folder.Write("text.onnx", "not a model at all")), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => BackboneImport.Read(_folder["none.onnx"]));
        Assert.Throws<OptionException>(() => BackboneImport.Read(_folder["flat.onnx"], new() { Deviation = [1, 0, 1] }));
    }

    private static string Wrong(string path, ImportOptions? options = null) =>
        Assert.Throws<MLPipelineException>(() => BackboneImport.Read(path, options)).Message;

    private static float Pixel(int channel, int row, int column) => ((channel * 50) + (7 * row) + (3 * column * column)) % 256;

    /// <summary>What the exported network says of a picture that was normalised by hand.</summary>
    private static Tensor<float> Original(string path, string input, string tensor, int side)
    {
        float[] mean = [0.485f, 0.456f, 0.406f];
        float[] deviation = [0.229f, 0.224f, 0.225f];
        var model = Proto(path);
        model.Graph.Output.Add(new MLPipeline.Compute.Proto.ValueInfoProto { Name = tensor });
        var pixels = Pixels(side, side, (c, v) => ((v / 255) - mean[c]) / deviation[c]);
        using var session = new InferenceSession(Google.Protobuf.MessageExtensions.ToByteArray(model));
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(input, pixels)], [tensor]);
        return results[0].AsTensor<float>().Clone();
    }

    private static MLPipeline.Compute.Proto.ModelProto Proto(string path) => MLPipeline.Compute.Proto.ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));

    private static Tensor<float> Layer(Backbone backbone, string layer, int height, int width)
    {
        using var session = new InferenceSession(backbone.PathOf(".onnx"));
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(backbone.InputName, Pixels(height, width, (_, v) => v))], [layer]);
        return results[0].AsTensor<float>().Clone();
    }

    private static DenseTensor<float> Pixels(int height, int width, Func<int, float, float> value)
    {
        var pixels = new DenseTensor<float>([1, 3, height, width]);
        for (var i = 0; i < 3 * height * width; i++)
        {
            var (channel, row, column) = (i / (height * width), i / width % height, i % width);
            pixels[0, channel, row, column] = value(channel, Pixel(channel, row, column));
        }

        return pixels;
    }

    private static void AssertSame(Tensor<float> expected, Tensor<float> found)
    {
        Assert.Equal(expected.Dimensions.ToArray(), found.Dimensions.ToArray());
        var tolerance = 1e-4f * expected.ToArray().Max(Math.Abs);
        Assert.All(expected.ToArray().Zip(found.ToArray()), p => Assert.Equal(p.First, p.Second, tolerance));
    }
}
