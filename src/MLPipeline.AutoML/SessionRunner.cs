using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLPipeline.Search;

namespace MLPipeline.AutoML;

/// <summary>
/// Hands the proposals of an experiment to the session, and tells the tuner which configuration was tried in the end: a
/// proposal is first made valid, and one that was tried before moves on to a neighbour that was not.
/// </summary>
/// <remarks>An experiment disposes its runner after every trial and uses it again, so there is nothing to dispose here.</remarks>
internal sealed class SessionRunner(SearchSession session, PointSpace space, CancellationToken cancel) : ITrialRunner
{
    // Margins lie between -1 and 4, so losses between -4 and 1. A tuner computes with this one as well, which it could not
    // with the double.MaxValue of the session.
    private const double LossOfFailure = 2;

    // The tuner takes time as a cost where it looks at it. The session's estimate instead of a clock: the same everywhere.
    private const double MillisecondsPerCost = 1000;

    private const int Attempts = 50;

    private readonly Random _random = new(session.Seed);

    /// <inheritdoc/>
    public Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct)
    {
        var before = session.Trials.Count;
        var point = session.Space.Repair(space.Read(settings.Parameter[PointSpace.Key]));
        var outcome = session.Evaluate(point, cancel);
        for (var i = 0; i < Attempts && session.Trials.Count == before; i++)
        {
            point = session.Space.Repair(space.Neighbour(point, _random));
            outcome = session.Evaluate(point, cancel);
        }

        settings.Parameter = Parameter.CreateNestedParameter(new KeyValuePair<string, Parameter>(PointSpace.Key, space.Write(point)));
        var loss = outcome.Trial.Error is null && double.IsFinite(outcome.Loss) && outcome.Loss < double.MaxValue ? outcome.Loss : LossOfFailure;
        return Task.FromResult(new TrialResult
        {
            TrialSettings = settings,
            Loss = loss,

            // SMAC takes the least metric for the least loss.
            Metric = loss,
            DurationInMilliseconds = Math.Max(1, outcome.Cost * MillisecondsPerCost),
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
