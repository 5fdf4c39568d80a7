using System.IO.Compression;
using System.Text.Json;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Pipelines;

namespace MLPipeline.Models;

/// <summary>Looks at a model zip from the outside: what it is, whether it is whole, and whether it holds nothing but a model.</summary>
internal static class ModelCheck
{
    /// <summary>The entry that a model tells of itself in.</summary>
    public const string MetadataEntry = "mlpipeline.json";

    private const string OnnxFile = "OnnxModel";
    private const string TensorFlowFile = "TFModel";
    private const string TensorFlowFolder = "TFSavedModel";
    private const long MostBytes = 1L << 32;

    /// <summary>Reads what the zip tells of itself.</summary>
    /// <exception cref="InvalidDataException">It is no model, damaged, or of a later format.</exception>
    public static ModelMetadata Read(ZipArchive zip, string path)
    {
        var entry = zip.GetEntry(MetadataEntry) ?? throw new InvalidDataException(
            $"{path} is a zip, but no model of MLPipeline: it has no entry {MetadataEntry}. " +
            "ML.NET drops it when it saves a model again; use the file that 'mlpipeline run' wrote.");
        try
        {
            using var stream = entry.Open();
            var metadata = JsonSerializer.Deserialize<ModelMetadata>(stream, PipelineJson.Options)
                ?? throw new InvalidDataException($"its entry {MetadataEntry} is empty.");
            return metadata.Format <= ModelMetadata.CurrentFormat
                ? metadata
                : throw new MLPipelineException(
                    $"{path} was made by MLPipeline {metadata.Version} in format {metadata.Format}; this is {BuildVersion.Own}, which reads up to format " +
                    $"{ModelMetadata.CurrentFormat}. Take a newer version of the program, or make the model again.");
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            throw Damaged(path, error);
        }
    }

    /// <summary>Holds the entries against their checksums, and refuses what would run code or read files.</summary>
    /// <exception cref="InvalidDataException">It was changed, is damaged, or is no model of a run; the message says which.</exception>
    public static void Inspect(ZipArchive zip, string path, ModelMetadata metadata)
    {
        try
        {
            RefuseBomb(zip, path);
            if (metadata.Format > 1)
            {
                ModelSums.Check(zip);
            }
        }
        catch (InvalidDataException error)
        {
            throw Damaged(path, error);
        }

        try
        {
            ModelComponents.Check(zip);
            foreach (var entry in zip.Entries)
            {
                RefuseOutside(entry);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{path} is refused: {error.Message}. Use the file that 'mlpipeline run' wrote.", error);
        }
    }

    /// <summary>The exception for a file whose content is not what it was.</summary>
    public static InvalidDataException Damaged(string path, Exception error) => new(
        $"{path} is damaged or was changed: {error.GetBaseException().Message.TrimEnd('.')}. Make it again by 'mlpipeline run'.", error);

    /// <summary>ML.NET takes the last of two entries of one name, and unpacks whatever an entry says that it holds.</summary>
    private static void RefuseBomb(ZipArchive zip, string path)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (zip.Entries.FirstOrDefault(e => !names.Add(e.FullName.Replace('\\', '/'))) is { } twice)
        {
            throw new InvalidDataException($"its entry {twice.FullName} is there twice");
        }

        if (zip.Entries.Sum(e => e.Length) is > MostBytes or < 0)
        {
            throw new InvalidDataException($"it unpacks to more than {MostBytes >> 30} GB");
        }
    }

    /// <summary>A network is all in the zip and reaches for nothing else.</summary>
    private static void RefuseOutside(ZipArchiveEntry entry)
    {
        var name = entry.FullName.Replace('\\', '/').Split('/')[^1];
        if (name.Equals(OnnxFile, StringComparison.OrdinalIgnoreCase) && OnnxExternalData.IsIn(Network(entry)))
        {
            throw new InvalidDataException($"its network {entry.FullName} takes numbers from another file; models hold all of theirs");
        }

        if (name.Equals(TensorFlowFile, StringComparison.OrdinalIgnoreCase) && TensorFlowOperations.OutsideIn(Network(entry)) is { } operation)
        {
            throw new InvalidDataException($"its network {entry.FullName} has the operation {operation}, which reaches out of the model");
        }

        if (entry.FullName.Contains(TensorFlowFolder, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"its network {entry.FullName} is a folder of TensorFlow; models hold frozen graphs");
        }
    }

    /// <summary>The network itself lies behind its length in four bytes.</summary>
    private static byte[] Network(ZipArchiveEntry entry)
    {
        using var reader = new BinaryReader(entry.Open());
        var length = reader.ReadInt32();
        return length >= 0 && length <= entry.Length - sizeof(int)
            ? reader.ReadBytes(length)
            : throw new InvalidDataException($"its network {entry.FullName} has a broken header");
    }
}
