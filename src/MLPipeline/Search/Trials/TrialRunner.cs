using System.Diagnostics;
using MLPipeline.Pipelines;
using MLPipeline.Scores;

namespace MLPipeline.Search;

/// <summary>Tries one configuration on the validation sets of all categories of a search: embed, fit, score.</summary>
internal sealed class TrialRunner(int seed, IReadOnlyList<(ValidationSet Set, FeatureBank Bank)> categories)
{
    private const int CalibrationFolds = 5;

    /// <summary>Runs a trial. Its number is for the caller to set.</summary>
    /// <exception cref="Exception">Whatever the trial fails with.</exception>
    public Trial Run(MemberOptions member, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var before = categories.Sum(c => c.Bank.Seconds);
        using var memory = new MemoryWatch();
        var trial = new Trial { Number = 0, Member = member };
        try
        {
            ScoreTable[] tables = [.. categories.Select(c => Score(c.Set, c.Bank, member, cancel))];
            trial = trial with
            {
                Objective = Margin.Of(tables),
                Auroc = tables.Average(t => t.Auroc()),
                AveragePrecision = tables.Average(t => t.AveragePrecision()),
                Scores = tables,
            };
        }
        catch (Exception error) when (!cancel.IsCancellationRequested && error is not OutOfMemoryException)
        {
            trial = trial with { Error = error.Message };
        }

        return trial with
        {
            Seconds = Math.Round(watch.Elapsed.TotalSeconds, 3),
            FeaturizeSeconds = Math.Round(categories.Sum(c => c.Bank.Seconds) - before, 3),
            PeakMemory = memory.PeakMegabytes,
        };
    }

    private ScoreTable Score(ValidationSet set, FeatureBank bank, MemberOptions member, CancellationToken cancel)
    {
        var (featurized, errors) = bank.Member(member, seed, cancel);
        cancel.ThrowIfCancellationRequested();
        int[] fit = [.. set.Fit.Where(i => errors[i] is null)];
        var crossFit = featurized.Calibrates ? featurized.CrossFit(fit, Folds.Assign(fit.Length, CalibrationFolds, seed), cancel: cancel) : null;
        using var model = featurized.Fit(fit, crossFit?.Calibration);
        int[] asked = [.. set.HeldOut, .. set.Groups.SelectMany(g => g.Photos)];
        if (asked.FirstOrDefault(i => errors[i] is not null, -1) is var broken and >= 0)
        {
            throw new InvalidOperationException($"{set.Photos[broken].Id} cannot be featurized: {errors[broken]}");
        }

        var scores = model.Score(featurized.Embeddings, asked, cancel: cancel).Select(s => s.Score).ToArray();
        if (scores.Any(s => !float.IsFinite(s)))
        {
            throw new InvalidOperationException($"{set.Category.Name}: the detector gave a score that is not a finite number.");
        }

        var next = set.HeldOut.Count;
        return new(scores[..next], [.. set.Groups.Select(g =>
        {
            var start = next;
            next += g.Photos.Count;
            return new ScoreGroup(g.Name, g.Weight, scores[start..next], g.Sources);
        })]);
    }

    /// <summary>Looks at the process's working set now and then.</summary>
    private sealed class MemoryWatch : IDisposable
    {
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

        private readonly Timer _timer;
        private long _peak;

        public MemoryWatch() => _timer = new(_ => Look(), null, TimeSpan.Zero, Interval);

        public double PeakMegabytes
        {
            get
            {
                Look();
                return Math.Round(Interlocked.Read(ref _peak) / 1e6, 1);
            }
        }

        public void Dispose() => _timer.Dispose();

        private void Look()
        {
            var now = Environment.WorkingSet;
            if (now > Interlocked.Read(ref _peak))
            {
                Interlocked.Exchange(ref _peak, now);
            }
        }
    }
}
