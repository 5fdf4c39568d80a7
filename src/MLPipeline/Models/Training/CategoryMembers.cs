using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;

namespace MLPipeline.Models;

/// <summary>
/// The members of a pipeline with the photos of one category. Members of one network share one pass of the photos through it:
/// all the layers that they read come out together.
/// </summary>
public sealed class CategoryMembers : IDisposable
{
    private readonly List<(Featurizer Featurizer, PhotoFeatures Features)> _networks = [];
    private readonly List<Member> _members = [];

    private CategoryMembers()
    {
    }

    /// <summary>The members, in the order of the pipeline.</summary>
    public IReadOnlyList<Member> Members => _members;

    /// <summary>For each photo, why one of the networks could not featurize it, or null.</summary>
    public IReadOnlyList<string?> Errors { get; private set; } = [];

    /// <summary>How many photos went through a network, because the store did not have them; a photo counts once per network.</summary>
    public int Made => _networks.Sum(n => n.Features.Made);

    /// <summary>Records of the store that were damaged and have been made anew.</summary>
    public int Damaged => _networks.Sum(n => n.Features.Damaged);

    /// <summary>Number of networks that a photo goes through.</summary>
    public static int Networks(IReadOnlyList<MemberOptions> members) => members.GroupBy(NetworkOf).Count();

    /// <summary>Featurizes and embeds the photos of a category.</summary>
    /// <param name="context">The context.</param>
    /// <param name="members">The members.</param>
    /// <param name="seed">The pipeline's seed.</param>
    /// <param name="aspectRatio">Width divided by height of the category's photos.</param>
    /// <param name="store">Where layers are kept.</param>
    /// <param name="photos">The facts of all photos, of all splits.</param>
    /// <param name="stage">Is advanced by one per photo and network.</param>
    /// <param name="cancel">Ends the work.</param>
    public static CategoryMembers Make(
        MLContext context, IReadOnlyList<MemberOptions> members, int seed, double aspectRatio, FeatureStore store,
        IReadOnlyList<PhotoFacts> photos, IStage stage, CancellationToken cancel)
    {
        var made = new CategoryMembers();
        try
        {
            var networks = new Dictionary<FeaturizerOptions, (Featurizer Featurizer, PhotoFeatures Features)>();
            foreach (var network in members.GroupBy(NetworkOf))
            {
                string[] layers = [.. network.SelectMany(m => m.Featurizer.Layers).Distinct()];
                var featurizer = new Featurizer(context, network.Key with { Layers = layers }, InputSize.Of(network.Key.Size, aspectRatio));
                var features = PhotoFeatures.Make(context, featurizer, store, photos, () => stage.Advance(), cancel);
                made._networks.Add(networks[network.Key] = (featurizer, features));
            }

            made.Errors = [.. photos.Select((_, i) => made._networks.Select(n => n.Features.Errors[i]).FirstOrDefault(e => e is not null))];
            int[] readable = [.. Enumerable.Range(0, photos.Count).Where(i => made.Errors[i] is null)];
            foreach (var options in members)
            {
                var (featurizer, features) = networks[NetworkOf(options)];
                made._members.Add(new(context, options, seed, featurizer, new(context, features, featurizer.LayersOf(options.Featurizer), options.Embedding, readable)));
            }

            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Closes the stored layers and the sessions of the chains: models that were built from them must be saved before.</summary>
    public void Dispose()
    {
        _members.ForEach(m => m.Embeddings.Dispose());
        foreach (var (featurizer, features) in _networks)
        {
            features.Dispose();
            featurizer.Dispose();
        }
    }

    /// <summary>What members of one network have in common: the featurizer but for its layers.</summary>
    internal static FeaturizerOptions NetworkOf(MemberOptions member) => member.Featurizer with { Layers = Array.Empty<string>() };
}
