using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Featurization;

/// <summary>Featurize as an estimator: the same embeddings as a run's, from paths and pictures, in a chain that saves.</summary>
public sealed class PhotoFeaturizingTests : IDisposable
{
    private static readonly FeaturizerOptions Options = TinyDataset.Member().Featurizer;
    private static readonly EmbeddingOptions Grid = new() { Cells = 9 };

    private readonly TempFolder _folder = new();
    private readonly MLContext _context = OnnxContext.Create(1);
    private readonly string[] _paths;

    public PhotoFeaturizingTests() =>
        _paths = [.. Enumerable.Range(0, 6).Select(i => TinyDataset.Photo(_folder, $"{i}.png", i, bar: i > 3))];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_gives_the_embeddings_of_the_chain_of_a_run()
    {
        using var featurizer = new Featurizer(_context, Options, new InputSize(96, 96));
        var layers = featurizer.Chain.Transform(Paths());
        var grid = new GridEmbedding(featurizer.Layers, Grid).ToOnnx("Features");
        var expected = _context.ApplyOnnxBytes(["Features"], [.. Options.Layers], grid).Fit(layers).Transform(layers).GetColumn<float[]>("Features");

        var found = _context.VisualAnomaly().Featurize(Options, Grid).Fit(Paths()).Transform(Paths());

        Assert.Equal(expected.SelectMany(v => v), found.GetColumn<float[]>("Features").SelectMany(v => v));
        Assert.Equal([3, 3, 272], ((VectorDataViewType)found.Schema["Features"].Type).Dimensions);
        Assert.Equal(["ImagePath", "Features"], found.Schema.Where(c => !c.IsHidden).Select(c => c.Name));
    }

    [Fact]
    public void Pictures_give_what_their_files_give()
    {
        var rows = _paths.Select(p => new Picture { Photo = MLImage.CreateFromFile(p) }).ToArray();
        var pictures = _context.Data.LoadFromEnumerable(rows);

        var found = _context.VisualAnomaly().Featurize(Options, Grid, "Embedding", "Photo").Fit(pictures).Transform(pictures);

        var files = _context.VisualAnomaly().Featurize(Options, Grid).Fit(Paths()).Transform(Paths());
        Assert.Equal(files.GetColumn<float[]>("Features").SelectMany(v => v), found.GetColumn<float[]>("Embedding").SelectMany(v => v));
        Assert.Equal(["Photo", "Embedding"], found.Schema.Where(c => !c.IsHidden).Select(c => c.Name));
    }

    [Fact]
    public void A_chain_with_a_trainer_saves_as_stock_ML_NET()
    {
        var anomaly = _context.VisualAnomaly();
        var model = anomaly.Featurize(Options, Grid).AppendCacheCheckpoint(_context).Append(anomaly.PcaResidual()).Fit(Paths());
        var zip = _folder["model.zip"];
        _context.Model.Save(model, Paths().Schema, zip);

        var loaded = new MLContext().Model.Load(zip, out _);

        Assert.Equal(Scores(model), Scores(loaded));
        Assert.True(Scores(loaded)[4] > Scores(loaded)[0]);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Contains("size", Assert.Throws<OptionException>(() => _context.VisualAnomaly().Featurize(new FeaturizerOptions { Size = 5 })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "no column 'File'", Assert.Throws<ArgumentException>(() => _context.VisualAnomaly().Featurize(inputColumnName: "File").Fit(Paths())).Message, StringComparison.Ordinal);
        Assert.Contains(
            "photos are paths",
            Assert.Throws<ArgumentException>(() => _context.VisualAnomaly().Featurize(inputColumnName: "Number").Fit(Numbers())).Message, StringComparison.Ordinal);
    }

    private float[] Scores(ITransformer model) => [.. model.Transform(Paths()).GetColumn<float[]>("Score").Select(s => s[0])];

    private IDataView Paths() => _context.Data.LoadFromEnumerable(_paths.Select(p => new PhotoRow { ImagePath = p }));

    private IDataView Numbers() => _context.Data.LoadFromEnumerable(new[] { new { Number = 1f } });

    private sealed class PhotoRow
    {
        public string ImagePath { get; set; } = "";
    }

    private sealed class Picture
    {
        [ImageType(96, 96)]
        public MLImage Photo { get; set; } = null!;
    }
}
