using Microsoft.ML;
using Microsoft.ML.AutoML;
using MLPipeline.Search;

namespace MLPipeline.AutoML;

/// <summary>
/// Searches by <c>AutoMLExperiment</c> of Microsoft.ML.AutoML with its SMAC tuner (a random forest learns which
/// configurations are worth trying: Hutter, Hoos and Leyton-Brown 2011), after the default configuration.
/// </summary>
/// <remarks>
/// SMAC, because most of the space are choices: the tuners CostFrugal and Eci hardly move a choice. The experiment's own
/// checkpoint is not used: its tuners do not read it and would propose the same again after a restart. The session answers
/// from its log instead, so an interrupted search repeats its proposals at no cost and goes on.
/// </remarks>
public sealed class AutoMLEngine : ISearchEngine
{
    private const int RandomTrials = 20;
    private const int ForestEvery = 5;

    // A session counts new configurations only; the experiment counts proposals, and those that are made valid repeat.
    private const int ProposalsPerTrial = 100;

    /// <inheritdoc/>
    public string Name => "automl";

    /// <inheritdoc/>
    public void Run(SearchSession session, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (session.IsOver)
        {
            return;
        }

        session.Evaluate(session.Space.Default, cancel);
        var space = new PointSpace(session.Space);
        if (space.IsEmpty || session.IsOver)
        {
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var runner = new SessionRunner(session, space, cancel);
        var experiment = new MLContext(session.Seed).Auto().CreateExperiment()
            .AddSearchSpace(PointSpace.Key, space.Space)
            .SetSmacTuner(numberInitialPopulation: Math.Clamp(session.MaxTrials / 2, 1, RandomTrials), fitModelEveryNTrials: ForestEvery)
            .SetMaxModelToExplore(session.MaxTrials * ProposalsPerTrial)
            .SetMonitor(new EndOfSession(session, end))
            .SetTrialRunner(runner);
        try
        {
            experiment.RunAsync(end.Token).GetAwaiter().GetResult();
        }
        catch (TimeoutException) when (end.IsCancellationRequested)
        {
            // What the experiment says when it is ended before its first trial is done.
        }

        cancel.ThrowIfCancellationRequested();
    }
}
