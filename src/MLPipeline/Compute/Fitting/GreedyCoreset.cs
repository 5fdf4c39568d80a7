using System.Numerics.Tensors;

namespace MLPipeline.Compute;

/// <summary>
/// The greedy k-centre selection (Gonzalez 1985): again and again the point that lies farthest from all chosen ones.
/// PatchCore (Roth et al. 2022) thins its memory bank with it.
/// </summary>
/// <remarks>
/// Exactly the points that the plain loop chooses, in its order, but in batches. Distances to the chosen points only
/// shrink, so the next choices are looked for among the few thousand farthest points alone, for as long as the best of
/// them is no nearer than any point left out. The whole set then meets the batch in one matrix product.
/// </remarks>
internal static class GreedyCoreset
{
    private const int Candidates = 2048;
    private const int BlockRows = 4096;
    private const int BlockCentres = 64;

    /// <summary>Chooses points, the one nearest to the origin first.</summary>
    /// <param name="points">n x d, row-major; best given relative to their mean, which keeps the distances precise.</param>
    /// <param name="n">Number of points.</param>
    /// <param name="d">Dimensions.</param>
    /// <param name="count">How many to choose.</param>
    /// <returns>The indices in the order of choice; fewer than asked for where all other points are copies of these.</returns>
    public static int[] Select(float[] points, int n, int d, int count)
    {
        var norms = new float[n];
        Parallel.For(0, n, i => norms[i] = TensorPrimitives.SumOfSquares<float>(points.AsSpan(i * d, d)));

        // Squared distance to the nearest chosen point; chosen ones are never the farthest again.
        var nearest = new float[n];
        Array.Fill(nearest, float.PositiveInfinity);
        var chosen = new List<int> { TensorPrimitives.IndexOfMin<float>(norms) };
        Cover(points, norms, nearest, chosen, d);

        // What is nearer than this to a chosen point is a copy of it, up to the rounding of |a|^2 - 2ab + |b|^2.
        var copies = TensorPrimitives.Max<float>(norms) * 1e-6f;
        while (chosen.Count < count)
        {
            var batch = Farthest(points, nearest, d, count - chosen.Count, copies);
            if (batch.Count == 0)
            {
                break;
            }

            Cover(points, norms, nearest, batch, d);
            chosen.AddRange(batch);
        }

        return [.. chosen];
    }

    /// <summary>The next choices, as many as can be told from the farthest points alone: at least one, if any is left.</summary>
    private static List<int> Farthest(float[] points, float[] nearest, int d, int most, float copies)
    {
        var limit = Threshold(nearest);
        var indices = new List<int>();
        for (var i = 0; i < nearest.Length; i++)
        {
            if (nearest[i] >= limit)
            {
                indices.Add(i);
            }
        }

        var rows = new float[indices.Count * d];
        var distances = new float[indices.Count];
        for (var j = 0; j < indices.Count; j++)
        {
            points.AsSpan(indices[j] * d, d).CopyTo(rows.AsSpan(j * d));
            distances[j] = nearest[indices[j]];
        }

        var batch = new List<int>();
        while (batch.Count < most)
        {
            var best = TensorPrimitives.IndexOfMax<float>(distances);
            if (distances[best] < limit || distances[best] <= copies)
            {
                break;
            }

            batch.Add(indices[best]);
            var centre = rows.AsSpan(best * d, d);
            for (var j = 0; j < distances.Length; j++)
            {
                var distance = TensorPrimitives.Distance<float>(centre, rows.AsSpan(j * d, d));
                distances[j] = Math.Min(distances[j], distance * distance);
            }

            distances[best] = float.NegativeInfinity;
        }

        return batch;
    }

    /// <summary>A distance that about <see cref="Candidates"/> points exceed, from a sorted sample.</summary>
    private static float Threshold(float[] nearest)
    {
        if (nearest.Length <= Candidates)
        {
            return float.NegativeInfinity;
        }

        var stride = Math.Max(1, nearest.Length / 8192);
        var sample = new float[(nearest.Length + stride - 1) / stride];
        for (var i = 0; i < sample.Length; i++)
        {
            sample[i] = nearest[i * stride];
        }

        Array.Sort(sample);
        return Math.Min(
            sample[(int)(sample.Length * (1 - ((double)Candidates / nearest.Length)))], TensorPrimitives.Max<float>(nearest));
    }

    /// <summary>Lowers every point's distance to its nearest chosen point by the new ones.</summary>
    private static void Cover(float[] points, float[] norms, float[] nearest, List<int> centres, int d)
    {
        for (var start = 0; start < centres.Count; start += BlockCentres)
        {
            CoverBlock(points, norms, nearest, centres.GetRange(start, Math.Min(BlockCentres, centres.Count - start)), d);
        }

        foreach (var centre in centres)
        {
            nearest[centre] = float.NegativeInfinity;
        }
    }

    private static void CoverBlock(float[] points, float[] norms, float[] nearest, List<int> centres, int d)
    {
        var scaled = new float[centres.Count * d];
        for (var k = 0; k < centres.Count; k++)
        {
            TensorPrimitives.Multiply(points.AsSpan(centres[k] * d, d), -2f, scaled.AsSpan(k * d, d));
        }

        Parallel.For(0, (nearest.Length + BlockRows - 1) / BlockRows, block =>
        {
            var first = block * BlockRows;
            var count = Math.Min(BlockRows, nearest.Length - first);
            var products = new float[centres.Count * count];
            MatrixProduct.Multiply(
                scaled, points.AsMemory(first * d, count * d), products, centres.Count, d, count, transposeRight: true);
            var best = new float[count];
            Array.Fill(best, float.PositiveInfinity);
            for (var k = 0; k < centres.Count; k++)
            {
                var row = products.AsSpan(k * count, count);
                TensorPrimitives.Add(row, norms[centres[k]], row);
                TensorPrimitives.Min(best, row, best);
            }

            TensorPrimitives.Add(best, norms.AsSpan(first, count), best);
            var target = nearest.AsSpan(first, count);
            TensorPrimitives.Min(target, best, target);
        });
    }
}
