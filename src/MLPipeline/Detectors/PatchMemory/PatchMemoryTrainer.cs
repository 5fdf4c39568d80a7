using System.Numerics.Tensors;
using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// A memory bank of good patches, thinned by the greedy k-centre coreset; a position's anomaly is the distance to its
/// nearest patch of the bank (PatchCore, Roth et al. 2022).
/// </summary>
/// <remarks>
/// The head computes |x|^2 - 2 x M' + |m|^2 with both sides relative to the mean of the patches, so that little
/// cancels. The bank is stored as float16; |m|^2 belongs to the rounded patches. With re-weighting a position's share
/// of the score is its distance d times 1 - exp(d) / sum of exp(distance to each of the nine bank patches nearest to the
/// found one): the paper's equation 7, on every position instead of on the largest alone. The map is never re-weighted.
/// </remarks>
public sealed class PatchMemoryTrainer : DetectorTrainer
{
    /// <summary>The paper's b, as anomalib has it.</summary>
    private const int ReweightNeighbours = 9;

    private const int DefaultSeed = 42;

    private readonly PatchMemoryOptions _options;

    internal PatchMemoryTrainer(MLContext context, PatchMemoryOptions options, string featureColumnName)
        : base(context, featureColumnName) => _options = OptionCheck.Valid(options, "detector");

    /// <inheritdoc/>
    public override bool HasMap => true;

    /// <inheritdoc/>
    protected override byte[] BuildHead(GoodRows rows)
    {
        var (positions, channels) = (rows.Shape.Positions, rows.Shape.Channels);
        var reservoir = PatchReservoir.Draw(rows, _options.Reservoir, _options.Seed ?? DefaultSeed);
        var bank = Bank(reservoir, channels);
        var count = bank.Length / channels;

        var graph = new OnnxGraph("patch-memory");
        var input = graph.Input(FeatureColumnName, rows.Shape.Rows, rows.Shape.Columns, channels);
        var patches = graph.Sub(graph.Reshape(input, positions, channels), graph.Constant(reservoir.Mean, 1, channels));
        var distances = graph.SquaredDistances(patches, positions, bank, count, channels);
        var (map, score) = _options.Reweight
            ? Reweighted(graph, distances, positions, bank, count, channels)
            : Plain(graph, distances, count);
        graph.Output(ColumnNames.AnomalyMap, graph.Reshape(map, rows.Shape.Rows, rows.Shape.Columns), rows.Shape.Rows, rows.Shape.Columns);
        graph.Output(ColumnNames.Score, graph.TopShareMean(score, positions, _options.TopShare), 1);
        return graph.ToBytes();
    }

    /// <summary>The chosen patches, count x channels.</summary>
    private float[] Bank(PatchReservoir reservoir, int channels)
    {
        var size = _options.CoresetSize > 0
            ? _options.CoresetSize
            : (int)Math.Min(reservoir.Count, Math.Ceiling(_options.CoresetShare * reservoir.Seen));
        var project = _options.Projection > 0 && _options.Projection < channels && size < reservoir.Count;
        var points = project
            ? RandomProjection.Apply(reservoir.Patches, reservoir.Count, channels, _options.Projection, _options.Seed ?? DefaultSeed)
            : reservoir.Patches;
        var chosen = GreedyCoreset.Select(points, reservoir.Count, project ? _options.Projection : channels, size);
        var bank = new float[chosen.Length * channels];
        for (var i = 0; i < chosen.Length; i++)
        {
            reservoir.Patches.AsSpan(chosen[i] * channels, channels).CopyTo(bank.AsSpan(i * channels));
        }

        return bank;
    }

    private (string Map, string Score) Plain(OnnxGraph graph, string squared, int count)
    {
        var neighbours = Math.Min(_options.Neighbours, count);
        var map = neighbours == 1
            ? graph.Root(graph.Min(squared, 1))
            : graph.Mean(graph.Root(graph.Top(squared, neighbours, largest: false)), 1);
        return (map, map);
    }

    private (string Map, string Score) Reweighted(
        OnnxGraph graph, string squared, int positions, float[] bank, int count, int channels)
    {
        var (map, _) = Plain(graph, squared, count);
        var b = Math.Min(ReweightNeighbours, count);
        var found = graph.Node("ArgMin", [squared], OnnxValues.Attribute("axis", 1L), OnnxValues.Attribute("keepdims", 0L));
        var around = graph.Node("Gather", [graph.IntegerTable(BankNeighbours(bank, count, channels, b), count, b), found]);
        var reach = graph.Root(graph.Node("GatherElements", [squared, around], OnnxValues.Attribute("axis", 1L)));
        var shares = graph.Node("Softmax", [reach], OnnxValues.Attribute("axis", 1L));

        // The found patch is its own nearest neighbour and stands first.
        var own = graph.Reshape(graph.Node("Gather", [shares, graph.Integers(0)], OnnxValues.Attribute("axis", 1L)), positions);
        return (map, graph.Mul(map, graph.Sub(graph.Scalar(1), own)));
    }

    /// <summary>For each bank patch the indices of its nearest ones, itself first: count x <paramref name="neighbours"/>.</summary>
    private static long[] BankNeighbours(float[] bank, int count, int channels, int neighbours)
    {
        var table = new long[count * neighbours];
        Parallel.For(0, count, i =>
        {
            var distances = new float[count];
            for (var j = 0; j < count; j++)
            {
                distances[j] = TensorPrimitives.Distance<float>(bank.AsSpan(i * channels, channels), bank.AsSpan(j * channels, channels));
            }

            distances[i] = -1;
            var order = Enumerable.Range(0, count).OrderBy(j => distances[j]).Take(neighbours);
            foreach (var (rank, j) in order.Index())
            {
                table[(i * neighbours) + rank] = j;
            }
        });
        return table;
    }
}
