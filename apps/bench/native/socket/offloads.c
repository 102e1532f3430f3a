// offloads DEVICE: has the device, in the network namespace of this process, cut up what is sent by it and join nothing of what comes, as ethtool(8) -K does.
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/ioctl.h>

#include "yardstick.h"

static const char* const off[] = {"tx-udp-segmentation", "tx-generic-segmentation", "rx-gro", "rx-gro-list", "rx-udp-gro-forwarding"};

static int fd;
static struct ifreq request;

static void ask(void* data) {
  request.ifr_data = data;
  if (ioctl(fd, SIOCETHTOOL, &request) < 0) fail("SIOCETHTOOL");
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  fd = socket(AF_INET, SOCK_DGRAM, 0);
  strncpy(request.ifr_name, argv[1], sizeof request.ifr_name - 1);
  struct {
    struct ethtool_sset_info info;
    uint32_t count;
  } sets = {.info = {.cmd = ETHTOOL_GSSET_INFO, .sset_mask = 1ULL << ETH_SS_FEATURES}};
  ask(&sets);
  const uint32_t blocks = (sets.count + 31) / 32;
  struct ethtool_gstrings* names = calloc(1, sizeof *names + sets.count * ETH_GSTRING_LEN);
  *names = (struct ethtool_gstrings){.cmd = ETHTOOL_GSTRINGS, .string_set = ETH_SS_FEATURES, .len = sets.count};
  ask(names);
  struct ethtool_sfeatures* features = calloc(1, sizeof *features + blocks * sizeof features->features[0]);
  *features = (struct ethtool_sfeatures){.cmd = ETHTOOL_SFEATURES, .size = blocks};
  for (uint32_t i = 0; i < sets.count; i++) {
    for (size_t k = 0; k < sizeof off / sizeof off[0]; k++) {
      if (!strcmp((const char*)names->data + i * ETH_GSTRING_LEN, off[k])) features->features[i / 32].valid |= 1u << i % 32;
    }
  }
  ask(features);
  return 0;
}
