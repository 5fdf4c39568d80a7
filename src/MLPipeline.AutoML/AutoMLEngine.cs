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
    // A forest of fewer trials says nothing. Not a share of the budget: a search that goes on with a larger one is to make the
    // same proposals again, which its log answers.
    private const int RandomTrials = 10;

    // Every other proposal is the forest's, the rest are random.
    private const int ForestEvery = 2;

    // Its cost grows with the square: SMAC compares all with all.
    private const int Candidates = 250;

    // SMAC's own hill climbing ends when two steps differ by less than this. It also steps downhill and may go to and fro
    // for ever, so it ends after its first step; the best of the random candidates are proposed as they are.
    private const double EndClimbing = double.MaxValue;

    private readonly Action<AutoMLExperiment> _configure;

    /// <summary>The engine as it is.</summary>
    public AutoMLEngine()
        : this(_ => { })
    {
    }

    /// <summary>The engine with a tuner, a monitor or a checkpoint of one's own.</summary>
    /// <param name="configure">Is given the experiment before it runs, with the engine's own settings in place.</param>
    public AutoMLEngine(Action<AutoMLExperiment> configure) => _configure = configure;

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

        var space = new PointSpace(session.Space);
        if (space.IsEmpty)
        {
            session.Evaluate(session.Space.Default, cancel);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var runner = new SessionRunner(session, space, end, cancel);
        var experiment = new MLContext(session.Seed).Auto().CreateExperiment()
            .AddSearchSpace(PointSpace.Key, space.Space)
            .SetSmacTuner(RandomTrials, ForestEvery, numRandomEISearchConfigurations: Candidates, epsilon: EndClimbing)
            .SetMaxModelToExplore((2 * session.MaxTrials) + 1)
            .SetMonitor(new EndOfSession(session, end))
            .SetTrialRunner(runner);
        _configure(experiment);
        try
        {
            experiment.RunAsync(end.Token).GetAwaiter().GetResult();
        }
        catch (TimeoutException) when (end.IsCancellationRequested)
        {
            // What the experiment says when it is ended before its first trial is done.
        }
        catch (Exception) when (runner.Fault is not null)
        {
            // Told below as it was.
        }

        runner.Fault?.Throw();
        cancel.ThrowIfCancellationRequested();
    }
}
