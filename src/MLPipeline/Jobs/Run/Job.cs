using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Reports;

namespace MLPipeline.Jobs;

/// <summary>What a pipeline asks for: a run, or a search and the run of its winners.</summary>
public static class Job
{
    /// <summary>Runs the pipeline, after its search if it has one.</summary>
    /// <param name="options">Pipeline, photos, folders.</param>
    /// <param name="progress">Is told of what happens.</param>
    /// <param name="cancel">Ends the job; see <see cref="Run.Execute"/>.</param>
    /// <returns>The categories, in the order of the dataset.</returns>
    /// <exception cref="DatasetException">See <see cref="Run.Execute"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<CategoryResult> Execute(RunOptions options, IRunProgress progress, CancellationToken cancel = default) =>
        options.Pipeline.Search is null
            ? Run.Execute(options, progress, cancel)
            : SearchRun.Execute(options, progress, cancel: cancel).Categories;
}
