using System.Text;
using System.Text.Json;
using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>
/// The log of a search, <c>trials.jsonl</c>: a first line that says what the trials are about, then one line per trial,
/// written and flushed as soon as it is done. A search that was killed goes on from it.
/// </summary>
internal sealed class TrialLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = false };

    private readonly FileStream _file;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    private TrialLog(FileStream file) => _file = file;

    /// <summary>The trials that the log held when it was opened.</summary>
    public IReadOnlyList<Trial> Earlier { get; private init; } = [];

    /// <summary>Where the log of another search was moved to; null if there was none.</summary>
    public string? Displaced { get; private init; }

    /// <summary>Opens a log to append to.</summary>
    /// <param name="path">The file.</param>
    /// <param name="subject">
    /// Names all that a trial's figures depend on but its configuration. A log of another subject is moved aside.
    /// </param>
    public static TrialLog Open(string path, string subject)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var header = JsonSerializer.Serialize(new { subject }, Json) + "\n";
        var trials = new List<Trial>();
        string? displaced = null;
        long end = 0;
        if (File.Exists(path) && new FileInfo(path).Length > 0)
        {
            var bytes = File.ReadAllBytes(path);
            if (bytes.AsSpan().StartsWith(Encoding.UTF8.GetBytes(header)))
            {
                end = Read(bytes, header.Length, trials);
            }
            else
            {
                displaced = Path.ChangeExtension(path, ".previous.jsonl");
                File.Move(path, displaced, overwrite: true);
            }
        }

        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        if (end == 0)
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(header));
        }
        else
        {
            // What follows the last whole line is the trial that was being written when the process died.
            file.SetLength(end);
            file.Position = end;
        }

        file.Flush(flushToDisk: true);
        var log = new TrialLog(file) { Earlier = trials, Displaced = displaced };
        log._written.UnionWith(trials.Select(t => Line(t with { Number = 0 })));
        return log;
    }

    /// <summary>Appends a trial, unless the log has it.</summary>
    public void Add(Trial trial)
    {
        if (_written.Add(Line(trial with { Number = 0 })))
        {
            _file.Write(Encoding.UTF8.GetBytes(Line(trial)));
            _file.Flush(flushToDisk: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Line(Trial trial) => JsonSerializer.Serialize(trial, Json) + "\n";

    private static int Read(byte[] bytes, int start, List<Trial> trials)
    {
        while (bytes.AsSpan(start).IndexOf((byte)'\n') is var length and >= 0)
        {
            try
            {
                trials.Add(JsonSerializer.Deserialize<Trial>(bytes.AsSpan(start, length), Json)!);
            }
            catch (JsonException)
            {
                return start;
            }

            start += length + 1;
        }

        return start;
    }
}
