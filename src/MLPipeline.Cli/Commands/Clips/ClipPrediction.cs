using System.Globalization;
using System.Text.Json.Nodes;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Models;
using MLPipeline.Reports;

namespace MLPipeline.Cli;

/// <summary>Scores a video, a folder of frames, a stream or a camera with a model for clips: a row as soon as a frame was seen.</summary>
internal static class ClipPrediction
{
    /// <summary>Scores it.</summary>
    /// <param name="shell">Where rows and messages go.</param>
    /// <param name="model">The model.</param>
    /// <param name="address">A file, a folder, an address or <c>camera:N</c>.</param>
    /// <param name="range">Which frames.</param>
    /// <param name="format">table, csv or jsonl.</param>
    /// <param name="annotated">Where to write the video with map, boxes and curve; null for nowhere.</param>
    /// <param name="cancel">Ends it, in good order.</param>
    public static int Execute(Shell shell, ClipModel model, string address, FrameRange range, string format, string? annotated, CancellationToken cancel)
    {
        var source = Open(address);
        Check(shell, model, source);
        var scorer = new ClipScorer(model, source);
        var finder = new EventFinder(model, scorer);
        var (rows, events, any) = (new Rows(shell.Writer, model, format), new List<ClipEvent>(), false);
        using var video = annotated is null ? null : new AnnotatedVideo(annotated, model, (source.FramesPerSecond ?? AnnotatedVideo.UsualRate) / range.Every);
        var stopped = false;
        try
        {
            foreach (var frame in scorer.Score(range with { Color = video is not null }, cancel))
            {
                rows.Write(frame);
                any |= frame.IsAnomalous;
                if (finder.Next(frame) is { } ended)
                {
                    events.Add(ended);
                }

                video?.Add(scorer, finder, frame);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            stopped = true;
        }

        if (finder.Finish() is { } last)
        {
            events.Add(last);
        }

        rows.Finish();
        video?.Finish();
        Say(shell, source, scorer, events);
        return stopped ? ExitCodes.Cancelled
            : source.Damage is not null && source.Count is null ? ExitCodes.Error
            : any ? ExitCodes.Negative
            : ExitCodes.Success;
    }

    private static IFrameSource Open(string address) => Directory.Exists(address) ? new FrameFolder(address) : VideoFiles.Open(address);

    private static void Check(Shell shell, ClipModel model, IFrameSource source)
    {
        if (model.Camera.FramesPerSecond is { } trained && source.FramesPerSecond is { } own && Math.Abs(own - trained) > 0.05 * trained)
        {
            shell.Error.Profile.Out.Writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"The model learnt from {trained:0.##} frames a second, these are {own:0.##}: memories and speeds are adjusted."));
        }

        if (source.IsVariableRate)
        {
            shell.Error.Profile.Out.Writer.WriteLine("The frame rate varies; frames are taken one after the other, and times follow the mean rate.");
        }
    }

    private static void Say(Shell shell, IFrameSource source, ClipScorer scorer, IReadOnlyList<ClipEvent> events)
    {
        var error = shell.Error.Profile.Out.Writer;
        foreach (var e in events)
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"event: frames {e.Start} to {e.End}{(e.StartSeconds is { } s ? $" ({s:0.0} s)" : "")}: {e.Reason}"));
        }

        if (source.Dropped > 0)
        {
            error.WriteLine($"warning: {source.Dropped} frames were dropped, since they came faster than they could be looked at. --every 2 looks at each second one.");
        }

        foreach (var text in scorer.Remarks.Append(source.Damage).OfType<string>())
        {
            error.WriteLine($"warning: {source.Name}: {text}");
        }
    }

    /// <summary>Rows as they come. A table needs all rows for its widths, so its columns have fixed ones.</summary>
    private sealed class Rows(TextWriter writer, ClipModel model, string format)
    {
        private const string Clip = "";
        private readonly string[] _names = [.. VideoTables.FrameColumns(model).Where(c => c is not ("clip" or "label"))];
        private bool _begun;

        public void Write(FrameScore frame)
        {
            if (!_begun)
            {
                _begun = true;
                Begin();
            }

            object?[] values = [.. VideoTables.FrameColumns(model).Zip(VideoTables.FrameValues(Clip, frame, null)).Where(v => v.First is not ("clip" or "label")).Select(v => v.Second)];
            writer.WriteLine(format switch
            {
                "csv" => CsvFile.Line(values),
                "jsonl" => new JsonObject(_names.Zip(values, (name, value) => KeyValuePair.Create(name, Node(name, value)))).ToJsonString(),
                _ => string.Concat(values.Select(Padded)),
            });
            writer.Flush();
        }

        public void Finish()
        {
            if (!_begun && format == "csv")
            {
                Begin();
            }
        }

        private void Begin()
        {
            if (format != "jsonl")
            {
                writer.WriteLine(format == "csv" ? CsvFile.Line(_names) : string.Concat(_names.Select(Padded)));
            }
        }

        private static string Padded(object? value) => (value is double d ? d.ToString("0.00", CultureInfo.InvariantCulture) : $"{value}").PadLeft(10);

        private static JsonNode? Node(string name, object? value) => value switch
        {
            null => null,
            int flag when name == "predicted" => flag == 1,
            int number => number,
            double number => number,
            _ => value.ToString(),
        };
    }
}
