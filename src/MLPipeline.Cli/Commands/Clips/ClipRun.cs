using System.Globalization;
using System.Text.Json.Nodes;
using MLPipeline.Datasets;
using MLPipeline.Jobs;
using MLPipeline.Pipelines;
using MLPipeline.Reports;

namespace MLPipeline.Cli;

/// <summary>A run whose pipeline has a section <c>video</c>.</summary>
internal static class ClipRun
{
    /// <summary>Runs it.</summary>
    /// <param name="shell">Where to tell of it.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="data">The folder of clips; null makes the sample.</param>
    /// <param name="categories">Only these cameras; empty for all.</param>
    /// <param name="folder">Where results go.</param>
    /// <param name="json">Whether to print the rows of categories.csv as JSON.</param>
    /// <param name="cancel">Ends the run.</param>
    public static int Execute(Shell shell, PipelineOptions pipeline, string? data, string[]? categories, string folder, bool json, CancellationToken cancel)
    {
        IReadOnlyList<CameraResult> results;
        using (var progress = shell.StartProgress())
        {
            if (data is null)
            {
                data = Path.Combine(folder, "sample-data");
                progress.Message($"Making the sample clips in {data}");
                SampleClips.Write(data, cancellation: cancel);
            }

            var dataset = ClipDataset.Open(data, categories, pipeline.Video!.FramesPerSecond);
            results = VideoRun.Execute(new VideoRunOptions { Pipeline = pipeline, Dataset = dataset, OutFolder = folder }, progress, cancel);
        }

        if (json)
        {
            shell.Writer.WriteLine(new JsonArray([.. results.Select(r => (JsonNode)new JsonObject(
                VideoTables.CategoryColumns.Zip(VideoTables.CategoryValues(r), (name, value) => KeyValuePair.Create(name, ValueOf(value)))))]).ToJsonString(new(PipelineJson.Options)));
            return ExitCodes.Success;
        }

        Tables.Write(
            shell.Output,
            ["camera", "train clips", "test clips", "AUROC micro", "macro", "recall", "FPR", "events", "found", "false"],
            [.. results.Select(r => (IReadOnlyList<string>)
            [
                r.Name, Count(r.TrainClips), Count(r.Clips.Count), Percent(r.Metrics?.Micro), Percent(r.Metrics?.Macro),
                Percent(r.Metrics?.AtLimit.Recall), Percent(r.Metrics?.AtLimit.FalsePositiveRate),
                r.Metrics is { } m ? Count(m.Events) : "", Percent(r.Metrics?.EventRecall), r.Metrics is { } n ? Count(n.FalseEvents) : "",
            ])]);
        shell.Writer.WriteLine($"Results: {folder}");
        return ExitCodes.Success;
    }

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double? share) => share is { } s ? (100 * s).ToString("0.0", CultureInfo.InvariantCulture) : "";

    private static JsonNode? ValueOf(object? value) => value switch
    {
        null => null,
        string text => text,
        double number => number,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };
}
