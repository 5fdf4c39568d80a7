using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLPipeline.Compute;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Tests.Datasets;
using MLPipeline.Tests.Scores;
using SkiaSharp;

namespace MLPipeline.Tests.Featurization;

public class PhotoFeaturesTests
{
    private static readonly FeaturizerOptions Options = new() { Backbone = "efficientnet-lite0", Size = 96, Layers = ["stage4", "stage6"] };

    /// <summary>24 x 16 pixels of one colour in CMYK, by ImageMagick: convert -size 24x16 xc:'cmyk(255,0,128,0)' -quality 40 -strip c.jpg.</summary>
    private const string CmykJpeg =
        "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwAUDg8SDw0UEhASFxUUGB4yIR4cHB49LC4kMklATEtHQEZFUFpzYlBVbVZFRmSIZW13e4GC" +
        "gU5gjZeMfZZzfoF8/9sAQwEVFxceGh47ISE7fFNGU3x8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8" +
        "fHx8fHx8/8AAFAgAEAAYBAEiAAIRAQMRAQQiAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAEBv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/" +
        "xAAWAQEBAQAAAAAAAAAAAAAAAAAABAb/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADgQBAAIRAxEEAAA/AIAFDWtmAAAAP//Z";

    [Fact]
    public void The_layers_are_those_of_the_whole_network_on_the_same_pixels()
    {
        using var folder = new TempFolder();
        var path = TinyDataset.Photo(folder, "a.png", 1, bar: true);
        using var features = Make(folder, [path], out var featurizer);

        // 96 x 96 is the photo's own size, so nothing is resized.
        using var photo = SKBitmap.Decode(path);
        var pixels = new DenseTensor<float>([1, 3, 96, 96]);
        for (var y = 0; y < 96; y++)
        {
            for (var x = 0; x < 96; x++)
            {
                var color = photo.GetPixel(x, y);
                (pixels[0, 0, y, x], pixels[0, 1, y, x], pixels[0, 2, y, x]) = (color.Red, color.Green, color.Blue);
            }
        }

        using var session = new InferenceSession(featurizer.Backbone.PathOf(".onnx"));
        using var expected = session.Run([NamedOnnxValue.CreateFromTensor("image", pixels)], ["stage4", "stage6"]);
        Assert.Equal(expected[0].AsEnumerable<float>(), Read(features, 0), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal(expected[1].AsEnumerable<float>(), Read(features, 1), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void A_second_time_nothing_goes_through_the_network()
    {
        using var folder = new TempFolder();
        string[] paths = [TinyDataset.Photo(folder, "a.png", 1, false), TinyDataset.Photo(folder, "b.png", 2, false)];
        using (var first = Make(folder, paths, out _))
        {
            Assert.Equal(2, first.Made);
        }

        File.Move(paths[1], folder["moved.png"]);
        using var second = Make(folder, [folder["moved.png"], paths[0]], out _);
        Assert.Equal(0, second.Made);
        Assert.All(second.Errors, Assert.Null);
    }

    [Fact]
    public void The_same_photo_twice_is_featurized_once()
    {
        using var folder = new TempFolder();
        string[] paths = [TinyDataset.Photo(folder, "a.png", 1, false), TinyDataset.Photo(folder, "copy.png", 1, false)];
        using var features = Make(folder, paths, out _);
        Assert.Equal(1, features.Made);
        Assert.All(features.Errors, Assert.Null);
    }

    [Fact]
    public void A_photo_that_cannot_be_read_costs_nothing_else()
    {
        using var folder = new TempFolder();
        string[] paths =
        [
            TinyDataset.Photo(folder, "a.png", 1, false),
            folder.Write("text.png", "this is a text"),
            folder.Write("empty.jpg", []),
            folder["missing.png"],
            TinyDataset.Photo(folder, "b.png", 2, false),
        ];
        using var features = Make(folder, paths, out _);

        Assert.Null(features.Errors[0]);
        Assert.Contains("decoded", features.Errors[1], StringComparison.Ordinal);
        Assert.Equal("the file is empty, or no ordinary file", features.Errors[2]);
        Assert.NotNull(features.Errors[3]);
        Assert.Null(features.Errors[4]);
    }

    [Fact]
    public void Every_kind_of_picture_that_decodes_gives_finite_features()
    {
        using var folder = new TempFolder();
        string[] paths =
        [
            folder.Image("one pixel.png", 1, 1, (_, _) => SKColors.Gray),
            folder.Image("grau \u00fc.png", 40, 30, (x, _) => new SKColor((byte)x, 0, 0), SKColorType.Gray8),
            folder.Image("alpha.png", 40, 30, (x, y) => new SKColor(200, 10, 10, (byte)(x + y)), alpha: true),
            folder.Image("sixteen bits.png", 40, 30, (x, y) => new SKColor((byte)x, (byte)y, 9), SKColorType.RgbaF16),
            folder.Write("cmyk.jpg", Convert.FromBase64String(CmykJpeg)),
            folder.Write("turned.jpg", HeatMapTests.WithOrientation(Jpeg(), 6)),
            folder.Image("wide.png", 300, 2, (x, _) => new SKColor((byte)x, 0, 0)),
        ];
        using var features = Make(folder, paths, out _);

        Assert.All(features.Errors, Assert.Null);
        for (var i = 0; i < paths.Length; i++)
        {
            Assert.All(Read(features, 0, i), v => Assert.True(float.IsFinite(v)));
        }
    }

    [Fact]
    public void Cancelling_keeps_what_was_made()
    {
        using var folder = new TempFolder();
        var paths = Enumerable.Range(0, 12).Select(i => TinyDataset.Photo(folder, $"{i}.png", i, false)).ToArray();
        using var cancel = new CancellationTokenSource();
        var context = OnnxContext.Create(1);
        var featurizer = new Featurizer(context, Options, new InputSize(96, 96));
        var store = new FeatureStore(folder["store"]);
        Assert.Throws<OperationCanceledException>(() =>
            PhotoFeatures.Make(context, featurizer, store, new PhotoLedger().Read(paths), cancel.Cancel, cancel.Token));

        using var rest = PhotoFeatures.Make(context, featurizer, store, new PhotoLedger().Read(paths));
        Assert.InRange(rest.Made, 1, 11);
    }

    [Fact]
    public void A_layer_that_does_not_exist_is_refused_with_those_that_do()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new Featurizer(OnnxContext.Create(1), Options with { Layers = ["stage9"] }, new InputSize(96, 96)));
        Assert.Contains("stage9", error.Message, StringComparison.Ordinal);
        Assert.Contains("stage1, stage2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backbone_that_does_not_exist_is_refused_with_those_that_do()
    {
        var error = Assert.Throws<FileNotFoundException>(() => BackboneCatalog.Find("resnet-5000"));
        Assert.Contains("efficientnet-lite0, efficientnet-lite2", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Jpeg()
    {
        using var bitmap = new SKBitmap(64, 32);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    private static PhotoFeatures Make(TempFolder folder, string[] paths, out Featurizer featurizer)
    {
        var context = OnnxContext.Create(1);
        featurizer = new Featurizer(context, Options, new InputSize(96, 96));
        return PhotoFeatures.Make(context, featurizer, new FeatureStore(folder["store"]), new PhotoLedger().Read(paths));
    }

    private static float[] Read(PhotoFeatures features, int layer, int photo = 0)
    {
        var view = features.View([photo]);
        var column = view.Schema[layer + 1];
        using var cursor = view.GetRowCursor([column]);
        var reader = NumberColumn.Of(cursor, column);
        Assert.True(cursor.MoveNext());
        return reader.Read().ToArray();
    }
}
