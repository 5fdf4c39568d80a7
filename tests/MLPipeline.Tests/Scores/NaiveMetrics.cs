namespace MLPipeline.Tests.Scores;

/// <summary>The definitions, written down as slowly and plainly as they read, without histograms or shared code.</summary>
internal static class NaiveMetrics
{
    public static double Auroc(float[] scores, bool[] labels)
    {
        var wins = 0.0;
        long pairs = 0;
        var good = scores.Where((_, i) => !labels[i]).ToArray();
        foreach (var a in scores.Where((_, i) => labels[i]))
        {
            foreach (var g in good)
            {
                wins += a > g ? 1 : a == g ? 0.5 : 0;
                pairs++;
            }
        }

        return wins / pairs;
    }

    public static double AveragePrecision(float[] scores, bool[] labels)
    {
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ToArray();
        var (sum, found, before) = (0.0, 0, 0);
        for (var i = 0; i < order.Length; i++)
        {
            found += labels[order[i]] ? 1 : 0;
            if (i + 1 == order.Length || scores[order[i + 1]] != scores[order[i]])
            {
                sum += (found - before) * ((double)found / (i + 1));
                before = found;
            }
        }

        return sum / found;
    }

    public static double Aupro(IReadOnlyList<RandomPhoto> photos, double limit)
    {
        var normal = photos.SelectMany(p => p.Map.Where((_, i) => p.Mask[i] == 0)).ToArray();
        var regions = photos.SelectMany(Regions).ToArray();
        var steps = normal.Select(s => (Score: s, Rate: 1.0 / normal.Length, Share: 0.0))
            .Concat(regions.SelectMany(r => r.Select(s => (Score: s, Rate: 0.0, Share: 1.0 / r.Length / regions.Length))))
            .GroupBy(s => s.Score)
            .OrderByDescending(g => g.Key);
        var (area, rate, share) = (0.0, 0.0, 0.0);
        foreach (var step in steps)
        {
            var (nextRate, nextShare) = (rate + step.Sum(s => s.Rate), share + step.Sum(s => s.Share));
            var end = Math.Min(nextRate, limit);
            var shareAtEnd = nextRate > limit ? share + ((nextShare - share) * (limit - rate) / (nextRate - rate)) : nextShare;
            area += Math.Max(0, end - rate) * (share + shareAtEnd) / 2;
            (rate, share) = (nextRate, nextShare);
            if (rate >= limit)
            {
                break;
            }
        }

        return area / limit;
    }

    /// <summary>Recall of a photo as a function of log FPR, the best that a threshold within that FPR gives, by the midpoint rule.</summary>
    public static IReadOnlyDictionary<string, double> Aupimo(IReadOnlyList<RandomPhoto> photos, double lower, double upper)
    {
        const int Points = 5_000;
        var good = photos.Where(p => p.Mask.All(m => m == 0)).ToArray();
        var thresholds = good.SelectMany(p => p.Map).Distinct().OrderDescending().Take(2_000).ToArray();
        var rates = Array.ConvertAll(thresholds, t => good.Average(p => p.Map.Count(s => s >= t) / (double)p.Map.Length));
        var result = new Dictionary<string, double>();
        foreach (var photo in photos.Except(good))
        {
            var defective = photo.Map.Where((_, i) => photo.Mask[i] != 0).ToArray();
            var sum = 0.0;
            for (var i = 0; i < Points; i++)
            {
                var rate = lower * Math.Pow(upper / lower, (i + 0.5) / Points);
                var k = Array.FindLastIndex(rates, r => r <= rate);

                // The next good pixel, which this rate does not yet allow to be flagged.
                sum += defective.Count(s => s > thresholds[k + 1]) / (double)defective.Length;
            }

            result.Add(photo.Name, sum / Points);
        }

        return result;
    }

    /// <summary>Regions by repeated spreading of the smallest label over the eight neighbours.</summary>
    private static IEnumerable<float[]> Regions(RandomPhoto photo)
    {
        var label = Enumerable.Range(0, photo.Mask.Length).Select(i => photo.Mask[i] == 0 ? int.MaxValue : i).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < label.Length; i++)
            {
                for (var j = 0; j < label.Length && label[i] != int.MaxValue; j++)
                {
                    var near = Math.Abs((i % photo.Width) - (j % photo.Width)) <= 1 && Math.Abs((i / photo.Width) - (j / photo.Width)) <= 1;
                    if (near && label[j] < label[i])
                    {
                        label[i] = label[j];
                        changed = true;
                    }
                }
            }
        }

        return Enumerable.Range(0, label.Length).Where(i => label[i] != int.MaxValue)
            .GroupBy(i => label[i]).Select(g => g.Select(i => photo.Map[i]).ToArray());
    }
}
