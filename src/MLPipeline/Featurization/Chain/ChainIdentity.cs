using System.Security.Cryptography;
using System.Text;

namespace MLPipeline.Featurization;

/// <summary>
/// All that the features of a photo depend on but the photo and the layer: what the feature store, the search and the record
/// of a run go by.
/// </summary>
/// <param name="Backbone">The backbone's name.</param>
/// <param name="Sha256">SHA-256 of the bytes of its model file, in lower-case hexadecimal.</param>
/// <param name="Runtime">What runs it: <c>onnx</c>, <c>tensorflow</c>.</param>
/// <param name="Device">Where it really runs: <c>cpu</c> or <c>gpu</c>. A GPU that was asked for and stood in for by the CPU is <c>cpu</c>.</param>
/// <param name="Size">The size that photos are resized to.</param>
internal sealed record ChainIdentity(string Backbone, string Sha256, string Runtime, string Device, InputSize Size)
{
    /// <summary>Changed when the chain itself changes, so that stored features of an older one are not taken for its own.</summary>
    private const string Steps = "LoadImages, ResizeImages IsoPad, ExtractPixels RGB 0..255; 1";

    /// <summary>The identity of a chain that is made from these options here and now.</summary>
    /// <exception cref="ArgumentException">The runtime is not built in.</exception>
    /// <exception cref="FileNotFoundException">There is no such backbone, or its model file is missing.</exception>
    /// <exception cref="InvalidDataException">The model file is not the one that the manifest describes.</exception>
    public static ChainIdentity Of(FeaturizerOptions options, InputSize size)
    {
        var backbone = BackboneCatalog.Find(options.Backbone);
        var runtime = BackboneRuntimes.Find(options, backbone);
        return new(backbone.Name, backbone.Sha256(runtime.FileExtension), runtime.Name, runtime.RunsOnGpu(options) ? "gpu" : "cpu", size);
    }

    /// <summary>Names the features of this chain in the store: a readable part, and a hash over all.</summary>
    public string Key
    {
        get
        {
            var all = $"{Steps}; {Size}; {Runtime} {Sha256}; {Device}";
            return $"{FileNameOf(Backbone)}-{Size}-{FileNameOf(Runtime)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..12]}";
        }
    }

    /// <summary>A name of a backbone or layer as a name of a folder: what a file system might not take becomes '_', and a hash tells such names apart.</summary>
    internal static string FileNameOf(string name)
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')).TrimStart('.');
        safe = safe.Length > 60 ? safe[..60] : safe;
        return safe == name && name.Length > 0 ? name : $"{safe}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";
    }
}
