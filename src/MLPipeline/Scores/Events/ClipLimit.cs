namespace MLPipeline.Scores;

/// <summary>
/// A limit from the scores of normal clips, each by a model that did not learn from it. Frames of a clip are alike, so clips
/// are what is counted: the mean share of frames above the limit, plus one standard error over clips, is within the rate.
/// </summary>
public static class ClipLimit
{
    /// <summary>The lowest limit that keeps the rate; positive infinity where none does.</summary>
    /// <param name="clips">Scores of each clip.</param>
    /// <param name="rate">The share of normal frames that may score above the limit.</param>
    public static double Of(IReadOnlyList<IReadOnlyList<double>> clips, double rate)
    {
        var all = clips.SelectMany((clip, i) => clip.Select(score => (Score: score, Clip: i))).OrderByDescending(s => s.Score).ToArray();
        var (share, sum, squares) = (new double[clips.Count], 0.0, 0.0);
        var best = double.PositiveInfinity;
        for (var i = 0; i < all.Length;)
        {
            // Here share counts what lies above all[i], since equal scores are taken together below.
            var n = (double)clips.Count;
            var error = n > 1 ? Math.Sqrt(Math.Max(0, squares - (sum * sum / n)) / (n - 1) / n) : 0;
            if ((sum / n) + error > rate)
            {
                break;
            }

            best = all[i].Score;
            for (var value = best; i < all.Length && all[i].Score == value; i++)
            {
                ref var own = ref share[all[i].Clip];
                var step = 1.0 / clips[all[i].Clip].Count;
                sum += step;
                squares += (step * step) + (2 * own * step);
                own += step;
            }
        }

        return best;
    }
}
