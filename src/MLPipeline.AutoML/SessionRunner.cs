using System.Runtime.ExceptionServices;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLPipeline.Search;

namespace MLPipeline.AutoML;

/// <summary>
/// Hands the proposals of an experiment to the session, and tells the tuner which configuration was tried in the end: a
/// proposal is first made valid, and one that was tried before moves on to a neighbour that was not. The first trial is the
/// default, whatever was proposed, so that the tuner knows it.
/// </summary>
/// <remarks>An experiment disposes its runner after every trial and uses it again, so there is nothing to dispose here.</remarks>
internal sealed class SessionRunner(SearchSession session, PointSpace space, CancellationTokenSource end, CancellationToken cancel) : ITrialRunner
{
    // Margins lie between -1 and 4, so losses between -4 and 1. A tuner computes with this one as well, which it could not
    // with the double.MaxValue of the session.
    private const double LossOfFailure = 2;

    // The tuner takes time as a cost where it looks at it. The session's estimate instead of a clock: the same everywhere.
    private const double MillisecondsPerCost = 1000;

    private const int Attempts = 50;

    private readonly Random _random = new(session.Seed);
    private bool _begun;

    /// <summary>What ended the search: an experiment passes over whatever fails after its first success. Null where nothing did.</summary>
    public ExceptionDispatchInfo? Fault { get; private set; }

    /// <inheritdoc/>
    public Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct)
    {
        if (session.IsOver)
        {
            end.Cancel();
            throw new OperationCanceledException(end.Token);
        }

        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, ct);
            return Task.FromResult(Run(settings, both.Token));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Fault ??= ExceptionDispatchInfo.Capture(error);
            end.Cancel();
            throw;
        }
    }

    private TrialResult Run(TrialSettings settings, CancellationToken either)
    {
        var (point, outcome) = _begun ? Proposed(settings, either) : (session.Space.Default, session.Evaluate(session.Space.Default, either));
        _begun = true;
        settings.Parameter = Parameter.CreateNestedParameter(new KeyValuePair<string, Parameter>(PointSpace.Key, space.Write(point)));
        var loss = outcome.Trial.Error is null && double.IsFinite(outcome.Loss) && outcome.Loss < double.MaxValue ? outcome.Loss : LossOfFailure;
        return new TrialResult
        {
            TrialSettings = settings,
            Loss = loss,

            // SMAC takes the least metric for the least loss.
            Metric = loss,
            DurationInMilliseconds = Math.Max(1, outcome.Cost * MillisecondsPerCost),
        };
    }

    /// <summary>Tries a proposal or, where it was tried before, a neighbour that was not; the last resort is any structure that was not.</summary>
    private (SearchPoint Point, TrialOutcome Outcome) Proposed(TrialSettings settings, CancellationToken either)
    {
        var before = session.Trials.Count;
        var point = session.Space.Repair(space.Read(settings.Parameter[PointSpace.Key]));
        var outcome = session.Evaluate(point, either);
        for (var i = 0; i < Attempts && session.Trials.Count == before; i++)
        {
            point = session.Space.Repair(space.Neighbour(point, _random));
            outcome = session.Evaluate(point, either);
        }

        if (session.Trials.Count == before && session.Space.Structures.FirstOrDefault(s => !session.Knows(s)) is { } left)
        {
            (point, outcome) = (left, session.Evaluate(left, either));
        }

        return (point, outcome);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
