using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;

namespace MLPipeline.Models;

/// <summary>
/// A detector for clips as a zip: <c>video.json</c> (camera, detectors, names), <c>background.bin</c> and <c>statistics.bin</c>
/// (sums, held-out scores; little-endian). Nothing in it is code.
/// </summary>
public static class ClipModelZip
{
    private const string Head = "video.json";
    private const string Background = "background.bin";
    private const string Statistics = "statistics.bin";

    /// <summary>Whether a file is such a zip.</summary>
    public static bool IsOne(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return zip.GetEntry(Head) is not null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes a model, beside its name first.</summary>
    public static void Save(string path, ClipModel model) => AtomicFile.Write(path, temporary =>
    {
        using var zip = ZipFile.Open(temporary, ZipArchiveMode.Create);
        var camera = model.Camera;
        Write(zip, Head, stream => JsonSerializer.Serialize(
            stream,
            new Header(
                BuildVersion.Own, camera.SourceWidth, camera.SourceHeight, camera.PersonHeight, camera.Width, camera.Height, camera.Light, camera.LightSpread,
                camera.Steady, camera.ShakeSpread, camera.Memory, camera.FramesPerSecond, model.Scale.TypicalSpeed, model.TargetRate, model.Limit,
                [.. model.Detectors.Select(d => d.Name)], [.. model.Weights],
                [.. model.Statistics.HeldOut.Select(h => h.Name)], [.. model.Statistics.HeldOut.Select(h => h.Frames)]),
            PipelineJson.Options));
        Write(zip, Background, stream =>
        {
            stream.Write(MemoryMarshal.AsBytes(camera.Background.Values.AsSpan()));
            stream.Write(MemoryMarshal.AsBytes(camera.Threshold.Values.AsSpan()));
        });
        Write(zip, Statistics, stream =>
        {
            foreach (var sums in model.Statistics.Sums)
            {
                stream.Write(MemoryMarshal.AsBytes(sums.AsSpan()));
            }

            foreach (var scores in model.Statistics.HeldOut.SelectMany(h => h.Scores))
            {
                stream.Write(MemoryMarshal.AsBytes(scores.AsSpan()));
            }
        });
    });

    /// <summary>Reads a model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no model for clips, or it is damaged.</exception>
    public static ClipModel Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no model {path}.", path);
        }

        try
        {
            using var zip = ZipFile.OpenRead(path);
            return Read(zip);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException($"{path} is no model for clips, or it is damaged: {error.Message} Make it again by a run on clips.", error);
        }
    }

    private static ClipModel Read(ZipArchive zip)
    {
        Header head;
        using (var stream = Entry(zip, Head).Open())
        {
            head = JsonSerializer.Deserialize<Header>(stream, PipelineJson.Options) ?? throw new InvalidDataException($"{Head} is empty.");
        }

        var detectors = ClipDetectors.Named(head.Detectors);
        if (detectors.Count != head.Detectors.Length || head.Weights.Length != detectors.Count || head.Clips.Length != head.Frames.Length)
        {
            throw new InvalidDataException($"{Head} does not fit together.");
        }

        var (background, threshold) = (new Plane(head.Width, head.Height), new Plane(head.Width, head.Height));
        using (var stream = Entry(zip, Background).Open())
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(background.Values.AsSpan()));
            stream.ReadExactly(MemoryMarshal.AsBytes(threshold.Values.AsSpan()));
        }

        var camera = new Camera
        {
            SourceWidth = head.SourceWidth,
            SourceHeight = head.SourceHeight,
            PersonHeight = head.PersonHeight,
            Background = background,
            Threshold = threshold,
            Light = head.Light,
            LightSpread = head.LightSpread,
            Steady = head.Steady,
            ShakeSpread = head.ShakeSpread,
            Memory = head.Memory,
            FramesPerSecond = head.FramesPerSecond,
        };
        var scale = new MotionScale(camera.Columns, camera.Rows, head.TypicalSpeed);
        using var statistics = Entry(zip, Statistics).Open();
        var sums = detectors.Select(d => ReadDoubles(statistics, d.SumsOf(scale))).ToArray();
        var held = head.Clips.Zip(head.Frames, (name, frames) => new HeldOutClip(name, [.. detectors.Select(_ => ReadFloats(statistics, frames))])).ToArray();
        return new ClipModel(camera, scale, detectors, new ClipStatistics(sums, held), head.Weights, head.TargetRate);
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name) => zip.GetEntry(name) ?? throw new InvalidDataException($"it has no entry {name}.");

    private static void Write(ZipArchive zip, string name, Action<Stream> write)
    {
        var entry = zip.CreateEntry(name);
        // The same model gives the same bytes.
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        write(stream);
    }

    private static double[] ReadDoubles(Stream stream, int count)
    {
        var values = new double[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static float[] ReadFloats(Stream stream, int count)
    {
        var values = new float[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private sealed record Header(
        string Version, int SourceWidth, int SourceHeight, float PersonHeight, int Width, int Height, bool Light, double LightSpread,
        bool Steady, double ShakeSpread, int Memory, double? FramesPerSecond, double TypicalSpeed, double TargetRate, double Limit,
        string[] Detectors, double[] Weights, string[] Clips, int[] Frames);
}
