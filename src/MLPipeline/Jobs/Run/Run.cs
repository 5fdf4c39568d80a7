using System.Diagnostics;
using System.Text.Json.Nodes;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Datasets;
using MLPipeline.Reports;

namespace MLPipeline.Jobs;

/// <summary>The main job: every category of a dataset through one pipeline, with results and models on disk.</summary>
public static class Run
{
    /// <summary>
    /// Runs the pipeline, without its search (see <see cref="Job"/>). Each category's files are written as soon as it is done.
    /// </summary>
    /// <param name="options">Pipeline, photos, folders.</param>
    /// <param name="progress">Is told of what happens.</param>
    /// <param name="cancel">Ends the run; finished categories and stored features are kept, and the tables cover them.</param>
    /// <returns>The categories, in the order of the dataset.</returns>
    /// <exception cref="OptionException">A value of the pipeline is not allowed.</exception>
    /// <exception cref="DatasetException">A category cannot be trained and is the only one; or, with <see cref="RunOptions.Strict"/>, a photo cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; see <paramref name="cancel"/>.</exception>
    public static IReadOnlyList<CategoryResult> Execute(RunOptions options, IRunProgress progress, CancellationToken cancel = default)
    {
        OptionCheck.Valid(options.Pipeline);
        var started = DateTimeOffset.UtcNow;
        var watch = Stopwatch.StartNew();
        var context = OnnxContext.Create(options.Pipeline.Seed);
        var results = new List<CategoryResult>();
        var complete = false;
        foreach (var warning in options.Dataset.Warnings)
        {
            progress.Warning(warning);
        }

        Directory.CreateDirectory(options.OutFolder);
        try
        {
            foreach (var category in options.Dataset.Categories)
            {
                try
                {
                    var result = new CategoryRun(context, options with { Pipeline = options.PipelineOf(category.Name) }, category, progress).Execute(cancel);
                    RunWriter.WriteScores(options.OutFolder, result);
                    results.Add(result);
                }
                catch (DatasetException error) when (!options.Strict && options.Dataset.Categories.Count > 1)
                {
                    progress.Warning($"{error.Message} The category is left out.");
                }
            }

            complete = true;
        }
        finally
        {
            RunWriter.WriteCategories(options.OutFolder, results);
            var record = RunRecord.Write(options, results, started, watch.Elapsed, complete);
            HtmlReport.Write(Path.Combine(options.OutFolder, RunFiles.Report), ReportOf(options, results, record, complete));
        }

        return results;
    }

    private static RunReport ReportOf(RunOptions options, IReadOnlyList<CategoryResult> results, JsonObject record, bool complete)
    {
        var missing = options.Dataset.Categories.Select(c => c.Name).Except(results.Select(r => r.Category)).ToList();
        return new()
        {
            Title = $"{options.Pipeline.Name} on {Path.GetFileName(options.Dataset.Root)}",
            Subtitle = $"Trained and tested by MLPipeline {BuildVersion.Own}; neither a threshold nor any choice looked at the test photos.",
            Categories = results,
            Pipeline = options.Pipeline,
            CategoryPipelines = options.CategoryPipelines,
            Record = record,
            Folder = options.OutFolder,
            Warnings =
            [
                .. options.Dataset.Warnings,
                .. complete ? Array.Empty<string>() : ["The run ended early."],
                .. missing.Select(name => $"{name} has no result."),
            ],
        };
    }
}
