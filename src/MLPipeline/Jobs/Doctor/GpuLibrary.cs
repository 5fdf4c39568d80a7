using System.Runtime.InteropServices;

namespace MLPipeline.Jobs;

/// <summary>Tries whether the system finds a shared library, in the same way as the runtimes do.</summary>
internal static class GpuLibrary
{
    /// <summary>The NVIDIA driver's own library.</summary>
    public const string Driver = "libcuda.so.1";

    /// <summary>What TensorFlow 2.11 opens when it looks for a GPU: CUDA 11 and cuDNN 8.</summary>
    public static readonly IReadOnlyList<string> OfTensorFlow =
    [
        "libcudart.so.11.0", "libcublas.so.11", "libcublasLt.so.11", "libcufft.so.10", "libcusolver.so.11", "libcusparse.so.11", "libcudnn.so.8",
    ];

    /// <summary>What the CUDA part of ONNX Runtime 1.31 opens, when it is loaded or at its first network: CUDA 13 and cuDNN 9.</summary>
    public static readonly IReadOnlyList<string> OfOnnxRuntime =
    [
        "libcudart.so.13", "libcublas.so.13", "libcublasLt.so.13", "libcufft.so.12", "libcurand.so.10", "libcudnn.so.9",
    ];

    /// <summary>The part of ONNX Runtime that runs on GPUs; opening it opens the CUDA libraries that it was linked to.</summary>
    public const string OnnxRuntimeCuda = "libonnxruntime_providers_cuda.so";

    /// <summary>Opens a library and closes it again.</summary>
    /// <param name="name">A name, or a path.</param>
    /// <returns>Whether it opens; with where it lies, or the file that is missing.</returns>
    public static (bool Opens, string Found) Try(string name)
    {
        try
        {
            var handle = NativeLibrary.Load(name);
            var found = PathOf(Path.GetFileName(name)) ?? "found";
            NativeLibrary.Free(handle);
            return (true, found);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            return (false, Missing(name, error.Message));
        }
    }

    /// <summary>What the loader's message says: the library itself is missing, or one that it needs.</summary>
    internal static string Missing(string name, string message)
    {
        const string CannotOpen = ": cannot open shared object file";
        var file = Path.GetFileNameWithoutExtension(name);
        var others = message.Split('\n')
            .Where(line => line.Contains(CannotOpen, StringComparison.Ordinal))
            .Select(line => line[..line.IndexOf(CannotOpen, StringComparison.Ordinal)].Trim())
            .Where(other => !other.Contains(file, StringComparison.Ordinal))
            .Distinct().ToArray();
        return others.Length > 0 ? $"{name} needs {string.Join(", ", others)}, which is missing"
            : message.Contains(CannotOpen, StringComparison.Ordinal) || !File.Exists(name) ? $"{name} is missing"
            : message.Split('\n')[0].Trim();
    }

    private static string? PathOf(string name)
    {
        const string Maps = "/proc/self/maps";
        return File.Exists(Maps)
            ? File.ReadLines(Maps).Where(l => l.Contains('/')).Select(l => l[l.IndexOf('/')..])
                .FirstOrDefault(p => Path.GetFileName(p).StartsWith(name.Split(".so")[0] + ".so", StringComparison.Ordinal))
            : null;
    }
}
