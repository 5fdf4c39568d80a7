using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace MLPipeline.Featurization;

/// <summary>A pretrained network, described by a JSON manifest that lies beside its <c>.onnx</c> and <c>.pb</c> files.</summary>
public sealed partial class Backbone
{
    private const string RoundingDown = "down";

    private static readonly JsonSerializerOptions ManifestJson = new(JsonSerializerDefaults.Web);

    /// <summary>A run asks for the hash of a file many times; length and time say whether it is still the same file.</summary>
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> Hashes = new();

    private Backbone(string manifestPath, ManifestFile manifest)
    {
        ManifestPath = manifestPath;
        Name = manifest.Name;
        InputName = manifest.Input.Name;
        Layers =
        [
            .. manifest.Outputs.Select(o => new BackboneLayer(o.Name, o.Channels, o.Stride)
            {
                RoundsDown = o.Rounding == RoundingDown,
                FixedGrid = o is { Rows: { } rows, Columns: { } columns } ? (rows, columns) : null,
            }),
        ];
        Files = manifest.Files.ToDictionary(f => Path.GetExtension(f.Key), f => (f.Key, f.Value.Sha256), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The name that pipeline files use.</summary>
    public string Name { get; }

    /// <summary>Full path of the manifest.</summary>
    public string ManifestPath { get; }

    /// <summary>Name of the graph's input: float32 RGB in 0..255, normalised inside the graph.</summary>
    public string InputName { get; }

    /// <summary>The layers that can be read, from fine to coarse.</summary>
    public IReadOnlyList<BackboneLayer> Layers { get; }

    private Dictionary<string, (string Name, string Sha256)> Files { get; }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no manifest; the message says what is missing.</exception>
    public static Backbone Load(string manifestPath)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<ManifestFile>(File.ReadAllBytes(manifestPath), ManifestJson)
                ?? throw new JsonException("it is empty.");
            return ProblemOf(manifest) is { } problem
                ? throw new InvalidDataException($"{manifestPath}: {problem}.")
                : new(Path.GetFullPath(manifestPath), manifest);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"{manifestPath} is no backbone manifest: {error.Message} It needs name, input.name, outputs (name, channels, stride) and files (sha256).", error);
        }
    }

    private static string? ProblemOf(ManifestFile manifest)
    {
        if (manifest.Outputs.Count == 0)
        {
            return "the manifest lists no outputs";
        }

        if (manifest.Outputs.FirstOrDefault(o => o is not { Channels: > 0, Stride: > 0, Name.Length: > 0 }) is { } odd)
        {
            return $"output '{odd.Name}' has {odd.Channels} channels and stride {odd.Stride}; it needs a name, and both must be 1 or more";
        }

        return manifest.Outputs.CountBy(o => o.Name).FirstOrDefault(o => o.Value > 1).Key is { } twice ? $"output '{twice}' is there twice"
            : manifest.Files.CountBy(f => Path.GetExtension(f.Key), StringComparer.OrdinalIgnoreCase).FirstOrDefault(f => f.Value > 1).Key is { } ending
                ? $"'files' has several {ending} files, one of a kind is allowed"
            : null;
    }

    /// <summary>The layer of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public BackboneLayer Layer(string name) =>
        Layers.FirstOrDefault(l => l.Name == name) ?? throw new ArgumentException(
            $"Backbone '{Name}' has no layer '{name}'. Its layers are: {string.Join(", ", Layers.Select(l => l.Name))}.");

    /// <summary>Whether the manifest names a file of this format, <c>.onnx</c> or <c>.pb</c>.</summary>
    public bool Has(string extension) => Files.ContainsKey(extension);

    /// <summary>The SHA-256 of the model file's bytes, in lower-case hexadecimal, whatever the manifest states.</summary>
    /// <exception cref="FileNotFoundException">The manifest names no such file, or it is not there.</exception>
    /// <exception cref="InvalidDataException">The manifest states the hash of another file.</exception>
    public string Sha256(string extension)
    {
        var path = PathOf(extension);
        var file = new FileInfo(path);
        var hash = Hashes.GetOrAdd((path, file.Length, file.LastWriteTimeUtc), _ => HashOf(path));
        var stated = Entry(extension).Sha256;
        return !StatedHash().IsMatch(stated) || stated.Equals(hash, StringComparison.OrdinalIgnoreCase)
            ? hash
            : throw new InvalidDataException(
                $"{path} is not the file that {ManifestPath} describes: its SHA-256 is {hash}, the manifest states {stated}. " +
                "Put the right file there; or, if it was replaced on purpose, its hash into the manifest.");
    }

    /// <summary>Full path of the model file.</summary>
    /// <exception cref="FileNotFoundException">The manifest names no such file, or it is not there.</exception>
    public string PathOf(string extension)
    {
        var path = Path.Combine(Path.GetDirectoryName(ManifestPath)!, Entry(extension).Name);
        return File.Exists(path)
            ? path
            : Directory.Exists(path)
                ? throw new FileNotFoundException(
                    $"The model file of backbone '{Name}' is a folder: {path}. A file is needed; a SavedModel has to be frozen into one.", path)
                : throw new FileNotFoundException($"The model file of backbone '{Name}' is missing: {path}, named by {ManifestPath}.", path);
    }

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    [GeneratedRegex(@"^[0-9A-Fa-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex StatedHash();

    private (string Name, string Sha256) Entry(string extension) =>
        Files.TryGetValue(extension, out var file)
            ? file
            : throw new FileNotFoundException($"The manifest {ManifestPath} names no {extension} file; it names {string.Join(", ", Files.Values.Select(f => f.Name))}.");

    private sealed record ManifestFile(
        [property: JsonRequired] string Name,
        [property: JsonRequired] ManifestInput Input,
        [property: JsonRequired] IReadOnlyList<ManifestOutput> Outputs,
        [property: JsonRequired] IReadOnlyDictionary<string, ManifestModel> Files);

    private sealed record ManifestInput([property: JsonRequired] string Name);

    private sealed record ManifestOutput(
        [property: JsonRequired] string Name, [property: JsonRequired] int Channels, [property: JsonRequired] int Stride,
        string? Rounding, int? Rows, int? Columns);

    private sealed record ManifestModel([property: JsonRequired] string Sha256);
}

/// <summary>One layer of a backbone: a map of ceil(height / stride) x ceil(width / stride) positions, unless it says otherwise.</summary>
public sealed record BackboneLayer(string Name, int Channels, int Stride)
{
    /// <summary>Whether rows and columns are rounded down, as by convolutions and patches without a border.</summary>
    public bool RoundsDown { get; init; }

    /// <summary>Rows and columns of a graph that resizes every photo to its own size; null where they follow from the photo's.</summary>
    public (int Rows, int Columns)? FixedGrid { get; init; }

    /// <summary>The shape of the layer's output for one photo: channels, rows, columns.</summary>
    public LayerShape ShapeFor(InputSize size)
    {
        var border = RoundsDown ? 0 : Stride - 1;
        return FixedGrid is { } grid
            ? new(Channels, grid.Rows, grid.Columns)
            : new(Channels, (size.Height + border) / Stride, (size.Width + border) / Stride);
    }
}
