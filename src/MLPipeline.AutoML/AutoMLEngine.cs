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
    // A forest of fewer trials says nothing; where there are no more, all are random.
    private const int FewestRandomTrials = 10;
    private const int MostRandomTrials = 20;
    private const int ForestEvery = 5;
    // Its cost grows with the square: SMAC compares all with all.
    private const int Candidates = 250;

    // SMAC's own hill climbing ends when two steps differ by less than this. It also steps downhill and may go to and fro
    // for ever, so it ends after its first step; the best of the random candidates are proposed as they are.
    private const double EndClimbing = double.MaxValue;

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
            .SetSmacTuner(
                Math.Clamp(session.MaxTrials / 2, FewestRandomTrials, MostRandomTrials), ForestEvery,
                numRandomEISearchConfigurations: Candidates, epsilon: EndClimbing)
            .SetMaxModelToExplore(2 * session.MaxTrials)
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
