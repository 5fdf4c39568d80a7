using System.Diagnostics;
using System.Globalization;
using MLPipeline.Datasets;

namespace MLPipeline.Video;

/// <summary>
/// Reads a video file, a network stream (<c>rtsp://...</c>) or a camera (<c>camera:0</c>) through a pipe from ffmpeg: one frame
/// in memory, whatever the length. A file can be read several times and from any second on.
/// </summary>
public sealed class VideoReader : IFrameSource
{
    private const double ShortOfFrames = 0.98;

    private readonly IReadOnlyList<string> _input;
    private readonly StreamFacts _facts;

    private VideoReader(string name, IReadOnlyList<string> input, bool isLive) =>
        (Name, _input, IsLive, _facts) = (name, input, isLive, StreamFacts.Of(name, input));

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Whether frames come as they happen, and are dropped by whoever is too slow.</summary>
    public bool IsLive { get; }

    /// <inheritdoc/>
    public int? Count => IsLive ? null : _facts.Count;

    /// <inheritdoc/>
    public double? FramesPerSecond => _facts.FramesPerSecond;

    /// <inheritdoc/>
    public bool IsVariableRate => _facts.IsVariable;

    /// <inheritdoc/>
    public string? Damage { get; private set; }

    /// <inheritdoc/>
    public int Dropped { get; private set; }

    /// <inheritdoc/>
    public (int Width, int Height)? Size => (_facts.Width, _facts.Height);

    /// <summary>Makes the reader known to the library: <see cref="VideoFiles.Open"/> then uses it.</summary>
    public static void Register() => VideoFiles.Register(Open);

    /// <summary>Opens a file, a stream or a camera.</summary>
    /// <param name="address">A path, <c>rtsp://...</c> or another address, or <c>camera:N</c>.</param>
    /// <exception cref="ClipException">ffmpeg is not installed, or cannot open it.</exception>
    public static VideoReader Open(string address)
    {
        if (address.StartsWith("camera:", StringComparison.OrdinalIgnoreCase))
        {
            var number = address["camera:".Length..];
            return OperatingSystem.IsWindows() ? new(address, ["-f", "dshow", "-i", $"video={number}"], isLive: true)
                : OperatingSystem.IsMacOS() ? new(address, ["-f", "avfoundation", "-i", number], isLive: true)
                : new(address, ["-f", "v4l2", "-i", int.TryParse(number, out var n) ? $"/dev/video{n}" : number], isLive: true);
        }

        if (address.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase) && address.Contains("://", StringComparison.Ordinal))
        {
            return new(address, ["-rtsp_transport", "tcp", "-timeout", "10000000", "-i", address], isLive: true);
        }

        if (address.Contains("://", StringComparison.Ordinal))
        {
            return new(address, ["-i", address], isLive: true);
        }

        return File.Exists(address)
            ? new(address, ["-i", Path.GetFullPath(address)], isLive: false)
            : throw new ClipException($"There is no video '{address}'. Give a file, a folder of frames, camera:0 or an address such as rtsp://host/stream.");
    }

    /// <inheritdoc/>
    public IEnumerable<ClipFrame> Read(FrameRange range, CancellationToken cancel = default)
    {
        Damage = null;
        using var process = Ffmpeg.Start("ffmpeg", Arguments(range));
        using var end = cancel.Register(() => Ffmpeg.End(process));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var first = range.From > 0 ? (int)Math.Round(range.From * (FramesPerSecond ?? 1)) : 0;
        var count = 0;
        var clock = Stopwatch.StartNew();
        try
        {
            foreach (var (pixels, number) in IsLive ? Latest(process, range.Color) : All(process, range.Color))
            {
                if (cancel.IsCancellationRequested)
                {
                    break;
                }

                count = number + 1;
                var index = first + (number * range.Every);
                double? seconds = IsLive ? clock.Elapsed.TotalSeconds : FramesPerSecond is { } rate ? index / rate : null;
                yield return FrameOf(pixels, index, seconds, range.Color);
            }
        }
        finally
        {
            Ffmpeg.End(process);
        }

        cancel.ThrowIfCancellationRequested();
        Judge(errors.Result, count, range);
    }

    private IEnumerable<string> Arguments(FrameRange range)
    {
        List<string> arguments = ["-v", "error", "-nostdin"];
        if (range.From > 0 && !IsLive)
        {
            arguments.AddRange(["-ss", Number(range.From)]);
        }

        arguments.AddRange(_input);
        if (range.To is { } to)
        {
            arguments.AddRange(["-t", Number(to - (IsLive ? 0 : range.From))]);
        }

        if (range.Every > 1)
        {
            arguments.AddRange(["-vf", $"select=not(mod(n\\,{range.Every}))"]);
        }

        return [.. arguments, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", range.Color ? "rgb24" : "gray", "pipe:1"];
    }

    /// <summary>Each frame, as fast as it is asked for.</summary>
    private IEnumerable<(byte[] Pixels, int Number)> All(Process process, bool color)
    {
        var stream = process.StandardOutput.BaseStream;
        for (var number = 0; ; number++)
        {
            var pixels = new byte[BytesOf(color)];
            if (stream.ReadAtLeast(pixels, pixels.Length, throwOnEndOfStream: false) < pixels.Length)
            {
                yield break;
            }

            yield return (pixels, number);
        }
    }

    /// <summary>The newest frames: those that nobody asked for in time are dropped, and counted.</summary>
    private IEnumerable<(byte[] Pixels, int Number)> Latest(Process process, bool color)
    {
        var queue = new LiveQueue<(byte[], int)>();
        var reading = Task.Run(() =>
        {
            try
            {
                foreach (var frame in All(process, color))
                {
                    queue.Add(frame);
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The program was ended while it was read from.
            }
            finally
            {
                queue.Close();
            }
        });
        foreach (var frame in queue.Take())
        {
            Dropped = queue.Dropped;
            yield return frame;
        }

        reading.Wait();
    }

    private ClipFrame FrameOf(byte[] pixels, int index, double? seconds, bool color)
    {
        var (width, height) = (_facts.Width, _facts.Height);
        if (!color)
        {
            return new ClipFrame(index, seconds, width, height, pixels);
        }

        var gray = new byte[width * height];
        Luma.FromRgb(pixels, gray);
        return new ClipFrame(index, seconds, width, height, gray, pixels);
    }

    /// <summary>Says what was wrong, if anything was: what was read until then counts.</summary>
    private void Judge(string errors, int count, FrameRange range)
    {
        var reason = StreamFacts.FirstLine(errors);
        if (IsLive)
        {
            Damage = $"the stream ended after {count} frames{(reason.Length > 0 ? $": {reason}" : "")}";
            return;
        }

        if (count == 0 && range.From == 0)
        {
            throw new ClipException($"No frame of '{Name}' can be read: {(reason.Length > 0 ? reason : "it has none")}. Make the file again.");
        }

        var whole = range is { From: 0, To: null };
        if (whole && Count is { } expected && count * range.Every < ShortOfFrames * expected)
        {
            Damage = $"the file is cut short: {count * range.Every} of {expected} frames can be read{(reason.Length > 0 ? $" ({reason})" : "")}";
        }
        else if (reason.Length > 0)
        {
            Damage = $"the file is damaged ({reason}); what can be read was used";
        }
    }

    private int BytesOf(bool color) => _facts.Width * _facts.Height * (color ? 3 : 1);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
