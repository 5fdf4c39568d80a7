using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Compute;
using MLPipeline.Detectors;

namespace MLPipeline.Bench;

/// <summary>
/// Fitting and scoring of every detector on embeddings of the size that a category of MVTec AD gives: 209 photos, a grid
/// of 14 x 14 with 328 channels for detectors that look at positions, 4 x 4 with 208 channels for the others.
/// </summary>
[SimpleJob(RunStrategy.Monitoring, iterationCount: 5, warmupCount: 1)]
[MemoryDiagnoser]
public class DetectorBenchmarks
{
    private const int Photos = 209;

    private readonly MLContext _context = OnnxContext.Create(1);
    private IDataView _good = null!;
    private ITransformer _model = null!;

    [ParamsSource(nameof(Detectors))]
    public string Detector { get; set; } = "";

    public static IEnumerable<string> Detectors => DetectorKinds.All.Names;

    [GlobalSetup]
    public void Setup()
    {
        var shape = Detector.StartsWith("patch-", StringComparison.Ordinal) ? (Cells: 14, Channels: 328) : (Cells: 4, Channels: 208);
        _good = Embeddings(shape.Cells, shape.Channels);
        _model = (ITransformer)Fit();
    }

    [Benchmark]
    public object Fit() => DetectorKinds.Create(_context, DetectorKinds.All.Find(Detector).Defaults).Fit(_good);

    /// <summary>All 209 photos.</summary>
    [Benchmark]
    public float Score()
    {
        var scored = _model.Transform(_good);
        using var cursor = scored.GetRowCursor([scored.Schema[ColumnNames.Score]]);
        var getter = cursor.GetGetter<VBuffer<float>>(scored.Schema[ColumnNames.Score]);
        var score = default(VBuffer<float>);
        var sum = 0f;
        while (cursor.MoveNext())
        {
            getter(ref score);
            sum += score.GetItemOrDefault(0);
        }

        return sum;
    }

    /// <summary>Numbers with the spectrum of real embeddings: a few strong common directions and much weak noise.</summary>
    private IDataView Embeddings(int cells, int channels)
    {
        var random = new Random(1);
        var length = cells * cells * channels;
        var directions = Enumerable.Range(0, 40).Select(_ => Vector(random, length)).ToArray();
        var rows = Enumerable.Range(0, Photos).Select(_ =>
        {
            var row = Vector(random, length);
            for (var k = 0; k < directions.Length; k++)
            {
                var weight = (random.NextSingle() - 0.5f) * 8 / (k + 1);
                for (var i = 0; i < length; i++)
                {
                    row[i] += weight * directions[k][i];
                }
            }

            return new Row { Features = row };
        }).ToArray();
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, cells, cells, channels);
        return _context.Data.LoadFromEnumerable(rows, schema);
    }

    private static float[] Vector(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
