using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;
using MLPipeline.Basics;

namespace MLPipeline.Compute;

/// <summary>Makes an <see cref="MLContext"/> whose ONNX sessions run on one thread each.</summary>
/// <remarks>
/// Photos are scored side by side, one cursor per core; sessions with several threads each would fight over the cores
/// (measured in <c>docs/performance.md</c>). A context is the only place where ML.NET takes the thread count of a model
/// that comes from memory or from a zip.
/// </remarks>
public static class OnnxContext
{
    internal const string CudaProvider = "CUDAExecutionProvider";

    /// <summary>Makes a context.</summary>
    /// <param name="seed">Seed of ML.NET's own randomness.</param>
    /// <param name="gpuDevice">The GPU that its sessions run on; null for the CPU.</param>
    /// <param name="fallbackToCpu">Whether a GPU that cannot be used is answered by the CPU, instead of an exception when a session is made.</param>
    public static MLContext Create(int? seed = null, int? gpuDevice = null, bool fallbackToCpu = false)
    {
        var context = new MLContext(seed) { TempFilePath = TemporaryFolder.Path };
        ((IHostEnvironment)context).SetOnnxSessionOption(new OnnxSessionOptions
        {
            CreateSessionOptions = () => SessionOptions(gpuDevice, fallbackToCpu),
        });
        return context;
    }

    /// <summary>Whether sessions on this GPU run there; false where the CPU stands in.</summary>
    /// <exception cref="InvalidOperationException">The GPU cannot be used, and falling back is not allowed.</exception>
    internal static bool CanUseGpu(int device, bool fallbackToCpu)
    {
        using var options = new SessionOptions();
        try
        {
            AppendCuda(options, device);
            return true;
        }
        catch (InvalidOperationException) when (fallbackToCpu)
        {
            return false;
        }
    }

    private static SessionOptions SessionOptions(int? gpuDevice, bool fallbackToCpu)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (gpuDevice is { } device)
        {
            try
            {
                AppendCuda(options, device);
            }
            catch (InvalidOperationException) when (fallbackToCpu)
            {
            }
        }

        return options;
    }

    private static void AppendCuda(SessionOptions options, int device)
    {
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider))
        {
            throw new InvalidOperationException(
                "featurizer.gpu_device: this build has ONNX Runtime for the CPU only. Build with -p:OnnxRuntimeNative=gpu, or set " +
                "fallback_to_cpu: true, or leave gpu_device out.");
        }

        try
        {
            using var cuda = new OrtCUDAProviderOptions();

            // TF32 rounds to 10 bits of mantissa: features would differ from the CPU's by more than they should.
            cuda.UpdateOptions(new() { ["device_id"] = device.ToString(CultureInfo.InvariantCulture), ["use_tf32"] = "0" });
            options.AppendExecutionProvider_CUDA(cuda);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidOperationException(
                $"featurizer.gpu_device: ONNX Runtime cannot use GPU {device}: {error.Message} 'mlpipeline doctor' says what is missing; " +
                "fallback_to_cpu: true goes on without.", error);
        }
    }
}
