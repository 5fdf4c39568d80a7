using System.Diagnostics;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;
using MLPipeline.Reports;
using MLPipeline.Search;

namespace MLPipeline.Jobs;

/// <summary>
/// A run with a search before it: a pipeline is chosen for each category, or one for all, and then run like any other, fitted
/// on all good photos and exported.
/// </summary>
public static class SearchRun
{
    /// <summary>Searches, then runs the winners.</summary>
    /// <param name="options">The run; the pipeline's <see cref="PipelineOptions.Search"/> says how, null means the defaults.</param>
    /// <param name="progress">Is told of what happens.</param>
    /// <param name="observer">Is told of each trial; null if nobody asks.</param>
    /// <param name="stop">Ends the searching: the best so far is run and exported.</param>
    /// <param name="cancel">Ends everything. The log of trials and the stored features are kept.</param>
    /// <exception cref="DatasetException">The only category cannot be trained.</exception>
    /// <exception cref="ArgumentException">The space is empty, or the engine is not built in.</exception>
    /// <exception cref="MLPipelineException">The folder for the results cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SearchResult Execute(
        RunOptions options, IRunProgress progress, ISearchProgress? observer = null, CancellationToken stop = default, CancellationToken cancel = default)
    {
        using var output = RunOutput.OfRun(options.OutFolder, options.Dataset);
        var search = options.Pipeline.Search ?? new();
        options = options with { Pipeline = options.Pipeline with { Search = search } };
        OptionCheck.Valid(options.Pipeline);
        var space = new ConfigurationSpace(search.Space, options.Pipeline.Members[0].Featurizer);
        var categories = options.Dataset.Categories;
        IReadOnlyList<Category>[] subjects = search.Scope == SearchScope.All ? [categories] : [.. categories.Select(c => new[] { c })];
        var store = new FeatureStore(options.StoreFolder);
        var watch = Stopwatch.StartNew();
        var outcomes = new List<SearchOutcome>();
        var pipelines = new Dictionary<string, PipelineOptions>(StringComparer.Ordinal);
        for (var i = 0; i < subjects.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            TimeSpan? time = search.Minutes is { } minutes
                ? TimeSpan.FromMinutes(minutes).Subtract(watch.Elapsed) / (subjects.Length - i)
                : null;
            SearchOutcome outcome;
            try
            {
                outcome = new SubjectSearch(options.Pipeline, space, subjects[i], store, options.OutFolder, output.Folder, progress, observer).Execute(time, stop, cancel);
            }
            catch (Exception error) when (Run.IsOfCategory(error, options, cancel))
            {
                progress.Warning($"{subjects[i][0].Name}: the search failed: {Run.Describe(error)} The pipeline is used as it stands.");
                continue;
            }

            outcomes.Add(outcome);
            foreach (var category in subjects[i])
            {
                pipelines[category.Name] = outcome.Winner;
            }
        }

        return new(outcomes, Run.Into(options with { CategoryPipelines = pipelines }, output, progress, cancel));
    }
}

/// <summary>What a search and the run of its winners gave.</summary>
/// <param name="Searches">One per category, or one for all.</param>
/// <param name="Categories">The results of the winners.</param>
public sealed record SearchResult(IReadOnlyList<SearchOutcome> Searches, IReadOnlyList<CategoryResult> Categories);
