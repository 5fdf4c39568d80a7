using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Reports;

namespace MLPipeline.Jobs;

/// <summary>The main job: every category of a dataset through one pipeline, with results and models on disk.</summary>
public static class Run
{
    /// <summary>
    /// Runs the pipeline, without its search (see <see cref="Job"/>). Results take the places of those of an earlier run in the
    /// same folder when all are there, not before. Whatever goes wrong with a category costs that one alone.
    /// </summary>
    /// <param name="options">Pipeline, photos, folders.</param>
    /// <param name="progress">Is told of what happens.</param>
    /// <param name="cancel">
    /// Ends the run; finished categories and stored features are kept, and the tables cover them. Beside an earlier run they are
    /// in the folder <c>.unfinished</c>.
    /// </param>
    /// <returns>The categories that have a result, in the order of the dataset; fewer than the dataset has where some were left out.</returns>
    /// <exception cref="OptionException">A value of the pipeline is not allowed.</exception>
    /// <exception cref="DatasetException">A category cannot be trained and is the only one; or, with <see cref="RunOptions.Strict"/>, a photo cannot be read.</exception>
    /// <exception cref="MLPipelineException">The folder for the results cannot be used.</exception>
    /// <exception cref="FeatureStoreException">The feature store cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; see <paramref name="cancel"/>.</exception>
    public static IReadOnlyList<CategoryResult> Execute(RunOptions options, IRunProgress progress, CancellationToken cancel = default)
    {
        OptionCheck.Valid(options.Pipeline);
        using var output = RunOutput.OfRun(options.OutFolder, options.Dataset);
        return Into(options, output, progress, cancel);
    }

    internal static IReadOnlyList<CategoryResult> Into(RunOptions options, RunOutput output, IRunProgress progress, CancellationToken cancel)
    {
        var started = DateTimeOffset.UtcNow;
        var watch = Stopwatch.StartNew();
        var context = OnnxContext.Create(options.Pipeline.Seed);
        var results = new List<CategoryResult>();
        var leftOut = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var warning in options.Dataset.Warnings.Concat(output.Remarks(options.Dataset)))
        {
            progress.Warning(warning);
        }

        options = options with { OutFolder = output.Folder };
        try
        {
            foreach (var category in options.Dataset.Categories)
            {
                try
                {
                    var result = new CategoryRun(context, options with { Pipeline = options.PipelineOf(category.Name) }, category, progress).Execute(cancel);
                    RunWriter.WriteScores(options.OutFolder, result);
                    results.Add(result);
                    Tell(result, progress);
                }
                catch (Exception error) when (IsOfCategory(error, options, cancel))
                {
                    leftOut[category.Name] = Describe(error);
                    progress.Warning($"{Labelled(category.Name, leftOut[category.Name])} The category is left out.");
                }
            }
        }
        catch
        {
            try
            {
                if (results.Count > 0 || !output.IsRepeated)
                {
                    Finish(complete: false);
                }
            }
            catch (Exception second) when (second is IOException or UnauthorizedAccessException)
            {
                // It must not take the place of the first, which says what happened.
                progress.Warning($"The tables could not be written either: {second.Message}");
            }

            throw;
        }

        Finish(complete: true);
        return results;

        void Finish(bool complete)
        {
            // An earlier result is not given up for none.
            var lost = output.Earlier.Where(leftOut.ContainsKey).ToList();
            RunWriter.WriteCategories(options.OutFolder, results);
            var record = RunRecord.Write(options, results, leftOut, started, watch.Elapsed, complete && lost.Count == 0);
            WriteReport(ReportOf(options, results, leftOut, record, complete), progress);
            if (!output.Publish(complete && lost.Count == 0))
            {
                var why = complete ? $"{Words.Some(lost)} has a result there and none now" : "this run was stopped";
                progress.Warning($"The results of the earlier run stay as they are: {why}. What is finished of this one ({results.Count} categories) is in {output.Folder} until the next run there.");
            }
        }
    }

    /// <summary>What a report is about is in the tables: without it they are complete.</summary>
    internal static void WriteReport(RunReport report, IRunProgress progress)
    {
        try
        {
            HtmlReport.Write(Path.Combine(report.Folder!, RunFiles.Report), report);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            progress.Warning($"The report could not be written: {Describe(error)}");
        }
    }

    /// <summary>What the figures of a category do not say by themselves.</summary>
    internal static void Tell(CategoryResult result, IRunProgress progress)
    {
        foreach (var remark in result.Remarks)
        {
            progress.Warning($"{result.Category}: {remark}");
        }
    }

    /// <summary>An error that another category need not share, among several.</summary>
    internal static bool IsOfCategory(Exception error, RunOptions options, CancellationToken cancel) =>
        !options.Strict && options.Dataset.Categories.Count > 1 && error is not FeatureStoreException && !cancel.IsCancellationRequested;

    internal static string Describe(Exception error)
    {
        var cause = error is AggregateException or TargetInvocationException ? error.GetBaseException() : error;
        return cause switch
        {
            OutOfMemoryException => "there is not enough memory. Smaller photos, fewer members or a smaller featurizer.size need less.",
            MLPipelineException or IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException => Sentence(cause.Message),
            _ => Sentence($"{cause.GetType().Name}: {cause.Message}"),
        };
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static string Labelled(string category, string text) =>
        text.StartsWith(category + ":", StringComparison.Ordinal) ? text : $"{category}: {text}";

    private static RunReport ReportOf(
        RunOptions options, IReadOnlyList<CategoryResult> results, Dictionary<string, string> leftOut, JsonObject record, bool complete)
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
                .. missing.Select(name => leftOut.TryGetValue(name, out var reason) ? $"{name} has no result: {reason}" : $"{name} has no result."),
                .. results.SelectMany(r => r.Remarks.Select(remark => $"{r.Category}: {remark}")),
            ],
        };
    }
}
