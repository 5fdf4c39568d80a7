using Microsoft.ML.AutoML;
using MLPipeline.Search;

namespace MLPipeline.AutoML;

/// <summary>Ends the experiment when the session's trials are used up, or when nothing new comes any more.</summary>
internal sealed class EndOfSession(SearchSession session, CancellationTokenSource end) : IMonitor
{
    private const int PatienceInProposals = 3;

    private int _trials = session.Trials.Count;
    private int _repeats;

    /// <inheritdoc/>
    public void ReportCompletedTrial(TrialResult result)
    {
        _repeats = session.Trials.Count > _trials ? 0 : _repeats + 1;
        _trials = session.Trials.Count;
        if (session.IsOver || _repeats >= PatienceInProposals)
        {
            end.Cancel();
        }
    }

    /// <inheritdoc/>
    public void ReportFailTrial(TrialSettings settings, Exception? exception = null)
    {
        // The session turns failures into outcomes; what comes here is its end, or that the user has had enough.
        end.Cancel();
    }

    /// <inheritdoc/>
    public void ReportBestTrial(TrialResult result)
    {
    }

    /// <inheritdoc/>
    public void ReportRunningTrial(TrialSettings setting)
    {
    }
}
