using System.Collections.ObjectModel;
using Microsoft.ML;
using MLPipeline.Basics;

namespace MLPipeline.Featurization;

/// <summary>What runs a backbone inside the ML.NET chain.</summary>
public interface IBackboneRuntime : INamed
{
    /// <summary>The format that it reads, as the extension of the model file: <c>.onnx</c> or <c>.pb</c>.</summary>
    string FileExtension { get; }

    /// <summary>The packages that it is made of with their versions, for the record of a run; empty if it does not say.</summary>
    IReadOnlyDictionary<string, string> Packages => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Whether a chain of these options would run on a GPU: not where one was asked for and the CPU stands in.</summary>
    /// <exception cref="InvalidOperationException">The GPU that was asked for cannot be used, and falling back is not allowed.</exception>
    /// <exception cref="DllNotFoundException">The native library, or one that it needs, cannot be loaded; the message names it.</exception>
    bool RunsOnGpu(FeaturizerOptions options);

    /// <summary>
    /// To be called before a model zip is loaded, which gives the runtime no other occasion to say how its native library
    /// is to behave. <see cref="Create"/> and <see cref="Ask"/> do it by themselves.
    /// </summary>
    /// <param name="gpuDevice"><see cref="FeaturizerOptions.GpuDevice"/> of the pipeline that made the model.</param>
    void Prepare(int? gpuDevice)
    {
    }

    /// <summary>Loads the native library and asks it for its version and devices.</summary>
    /// <param name="gpuDevice"><see cref="FeaturizerOptions.GpuDevice"/>.</param>
    /// <exception cref="DllNotFoundException">The native library, or one that it needs, cannot be loaded; the message names it.</exception>
    RuntimeDevices Ask(int? gpuDevice);

    /// <summary>
    /// The part of the chain from the resized image to the layers: reads the MLImage column <paramref name="imageColumn"/>
    /// and adds one Single vector column per layer, named as the layer, in the order channel, row, column.
    /// </summary>
    /// <param name="context">The context of the chain.</param>
    /// <param name="backbone">The backbone.</param>
    /// <param name="options">Which layers, on which device.</param>
    /// <param name="size">The size of the resized image.</param>
    /// <param name="imageColumn">The resized image.</param>
    /// <param name="schema">The columns that are there.</param>
    /// <exception cref="ArgumentException">A layer does not exist; the message lists those that do.</exception>
    /// <exception cref="InvalidOperationException">The GPU that was asked for cannot be used, and falling back is not allowed.</exception>
    IReadOnlyList<ITransformer> Create(
        MLContext context, Backbone backbone, FeaturizerOptions options, InputSize size, string imageColumn, DataViewSchema schema);
}

/// <summary>What a runtime says of itself.</summary>
/// <param name="Version">Version of the native library.</param>
/// <param name="Devices">What it can run on, the CPU first.</param>
/// <param name="UsesGpu">Whether it would run on a GPU.</param>
public sealed record RuntimeDevices(string Version, IReadOnlyList<string> Devices, bool UsesGpu);
