using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MLPipeline.Models;

/// <summary>
/// Holds the parts of a zip against what a model may be made of, before ML.NET loads it: every part names an assembly,
/// which ML.NET would load and hand control to.
/// </summary>
/// <remarks>
/// A part lies in an entry <c>.../Model.key</c> with a header of 256 bytes: mark, loader signature and its alternative, and
/// where the assembly's name stands. ML.NET reads the same numbers.
/// </remarks>
internal static class ModelComponents
{
    private const string PartFile = "Model.key";
    private const int HeaderLength = 0x100;
    private const int LargestPart = 1 << 26;
    private const ulong Mark = 0x4C45444F4D004C4D; // "ML\0MODEL"
    private const int SignatureLength = 24;
    private const int AssemblyOffset = 0x90;
    private const int AssemblyLength = 0x98;

    private static readonly int[] Signatures = [0x50, 0x68];

    // The assemblies of the packages that a user of a model is told to reference: no others are needed, and no others are loaded.
    private static readonly string[] Allowed =
    [
        "Microsoft.ML.Data", "Microsoft.ML.ImageAnalytics", "Microsoft.ML.KMeansClustering", "Microsoft.ML.OnnxTransformer",
        "Microsoft.ML.PCA", "Microsoft.ML.StandardTrainers", "Microsoft.ML.TensorFlow", "Microsoft.ML.Transforms",
    ];

    /// <summary>Looks at all parts.</summary>
    /// <exception cref="InvalidDataException">A part is of another assembly, runs code of its own, or has a broken header.</exception>
    public static void Check(ZipArchive zip)
    {
        foreach (var entry in zip.Entries.Where(e => e.FullName.Replace('\\', '/').Split('/')[^1] == PartFile))
        {
            var (assembly, loaders) = Read(entry);
            if (!Allowed.Contains(assembly, StringComparer.Ordinal))
            {
                throw new InvalidDataException($"its part {entry.FullName} asks for the assembly '{assembly}'; models are made of {string.Join(", ", Allowed)} alone");
            }

            // CustomTransformer, StatefulCustom, CustomFilter: the name of a class of somebody's own, to be found and run.
            if (loaders.FirstOrDefault(l => l.Contains("Custom", StringComparison.OrdinalIgnoreCase)) is { } custom)
            {
                throw new InvalidDataException($"its part {entry.FullName} is a custom mapping ({custom}), which runs code from outside the model; models have none");
            }
        }
    }

    private static (string Assembly, string[] Loaders) Read(ZipArchiveEntry entry)
    {
        if (entry.Length is < HeaderLength or > LargestPart)
        {
            throw Broken(entry);
        }

        var bytes = new byte[entry.Length];
        using (var part = entry.Open())
        {
            part.ReadExactly(bytes);
        }

        var start = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(AssemblyOffset));
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(AssemblyLength));
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Mark || start < 0 || start > bytes.Length || length > bytes.Length - start)
        {
            throw Broken(entry);
        }

        return (
            Encoding.Unicode.GetString(bytes, (int)start, (int)length).Split(',')[0].Trim(),
            [.. Signatures.Select(at => Encoding.Latin1.GetString(bytes, at, SignatureLength).TrimEnd('\0'))]);
    }

    private static InvalidDataException Broken(ZipArchiveEntry entry) => new($"its part {entry.FullName} has a broken header");
}
