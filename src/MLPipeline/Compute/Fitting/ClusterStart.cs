using MathNet.Numerics.LinearAlgebra.Double;

namespace MLPipeline.Compute;

/// <summary>A first assignment of rows to clusters: k-means++ seeds (Arthur and Vassilvitskii 2007) and Lloyd's iterations.</summary>
internal static class ClusterStart
{
    private const int MostIterations = 30;

    /// <summary>Assigns every row to one of <paramref name="count"/> clusters.</summary>
    /// <returns>rows x clusters, 1 where the row belongs and 0 elsewhere.</returns>
    public static DenseMatrix Assign(double[][] rows, int count, Random random)
    {
        var centres = Seeds(rows, count, random);
        var assigned = new int[rows.Length];
        for (var i = 0; i < MostIterations; i++)
        {
            var next = rows.Select(row => Nearest(row, centres)).ToArray();
            if (i > 0 && next.AsSpan().SequenceEqual(assigned))
            {
                break;
            }

            assigned = next;
            for (var c = 0; c < count; c++)
            {
                var members = rows.Where((_, r) => assigned[r] == c).ToArray();
                if (members.Length > 0)
                {
                    centres[c] = [.. Enumerable.Range(0, rows[0].Length).Select(j => members.Average(m => m[j]))];
                }
            }
        }

        var shares = new DenseMatrix(rows.Length, count);
        for (var r = 0; r < rows.Length; r++)
        {
            shares[r, assigned[r]] = 1;
        }

        return shares;
    }

    private static double[][] Seeds(double[][] rows, int count, Random random)
    {
        var centres = new double[count][];
        centres[0] = rows[random.Next(rows.Length)];
        var nearest = rows.Select(row => SquaredDistance(row, centres[0])).ToArray();
        for (var c = 1; c < count; c++)
        {
            // A row is drawn in proportion to its squared distance to the seeds so far.
            var draw = random.NextDouble() * nearest.Sum();
            var chosen = 0;
            for (var sum = nearest[0]; sum < draw && chosen < rows.Length - 1; sum += nearest[chosen])
            {
                chosen++;
            }

            centres[c] = rows[chosen];
            for (var r = 0; r < rows.Length; r++)
            {
                nearest[r] = Math.Min(nearest[r], SquaredDistance(rows[r], centres[c]));
            }
        }

        return centres;
    }

    private static int Nearest(double[] row, double[][] centres)
    {
        var (best, smallest) = (0, double.PositiveInfinity);
        for (var c = 0; c < centres.Length; c++)
        {
            var distance = SquaredDistance(row, centres[c]);
            if (distance < smallest)
            {
                (best, smallest) = (c, distance);
            }
        }

        return best;
    }

    private static double SquaredDistance(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }
}
