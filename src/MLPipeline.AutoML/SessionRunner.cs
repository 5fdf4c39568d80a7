using Microsoft.ML.AutoML;
using MLPipeline.Search;

namespace MLPipeline.AutoML;

/// <summary>Hands the proposals of an experiment to the session.</summary>
/// <remarks>An experiment disposes its runner after every trial and uses it again, so there is nothing to dispose here.</remarks>
internal sealed class SessionRunner(SearchSession session, PointSpace space, CancellationToken cancel) : ITrialRunner
{
    // Margins lie between -1 and 4, so losses between -4 and 1. A tuner computes with this one as well, which it could not
    // with the double.MaxValue of the session.
    private const double LossOfFailure = 2;

    // The tuner takes time as a cost where it looks at it. The session's estimate instead of a clock: the same everywhere.
    private const double MillisecondsPerCost = 1000;

    /// <inheritdoc/>
    public Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct)
    {
        var outcome = session.Evaluate(space.Read(settings.Parameter[PointSpace.Key]), cancel);
        var loss = outcome.Trial.Error is null && double.IsFinite(outcome.Loss) && outcome.Loss < double.MaxValue ? outcome.Loss : LossOfFailure;
        return Task.FromResult(new TrialResult
        {
            TrialSettings = settings,
            Loss = loss,
            Metric = -loss,
            DurationInMilliseconds = Math.Max(1, outcome.Cost * MillisecondsPerCost),
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
