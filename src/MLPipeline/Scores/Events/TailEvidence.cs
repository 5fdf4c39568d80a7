namespace MLPipeline.Scores;

/// <summary>
/// Turns a score into evidence: -log of the probability that a normal frame scores as high. Up to the 95 % point of the
/// held-out scores it is their rank, above it an exponential tail with their mean excess.
/// </summary>
public sealed class TailEvidence
{
    private const double Tail = 0.05;
    private const double LeastSlope = 1e-3;

    private readonly float[] _sorted;

    /// <summary>Learns the tail.</summary>
    /// <param name="scores">Scores of normal frames by a scorer that did not learn from their clip; at least one.</param>
    public TailEvidence(IEnumerable<float> scores)
    {
        _sorted = [.. scores];
        if (_sorted.Length == 0)
        {
            throw new ArgumentException("No scores to learn a tail from.", nameof(scores));
        }

        Array.Sort(_sorted);
        Start = Quantile(1 - Tail);
        double sum = 0;
        var count = 0;
        for (var i = _sorted.Length - 1; i >= 0 && _sorted[i] > Start; i--)
        {
            sum += _sorted[i] - Start;
            count++;
        }

        Slope = Math.Max(count > 0 ? sum / count : 0, LeastSlope);
    }

    /// <summary>The 95 % point of the scores.</summary>
    public double Start { get; }

    /// <summary>The mean excess over it.</summary>
    public double Slope { get; }

    /// <summary>The evidence in natural logarithms, at least 0.</summary>
    public double Of(float score)
    {
        if (score > Start)
        {
            return -Math.Log(Tail) + ((score - Start) / Slope);
        }

        var at = LowerBound(score);
        var p = (_sorted.Length - at + 1.0) / (_sorted.Length + 1.0);
        return -Math.Log(Math.Clamp(p, Tail, 1));
    }

    /// <summary>A quantile of the scores, linear between neighbours.</summary>
    public double Quantile(double share)
    {
        var position = share * (_sorted.Length - 1);
        var left = (int)position;
        var right = Math.Min(left + 1, _sorted.Length - 1);
        return _sorted[left] + ((position - left) * ((double)_sorted[right] - _sorted[left]));
    }

    private int LowerBound(float score)
    {
        var (low, high) = (0, _sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_sorted[middle] < score)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
